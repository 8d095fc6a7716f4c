import pytest

from ckanext.pg_search.errors import DoubledSignError, QueryError
from ckanext.pg_search.query.clauses import AnyField, Boolean, Boosted, Everything, Nothing, Value
from ckanext.pg_search.query.dismax import minimum, parse


def word(text, phrase=False):
    return AnyField((Boosted(Value("title", text, phrase), 4), Boosted(Value("text", text, phrase), 1)), 0.1)


def read(query, mm="100%"):
    return parse(query, "title^4 text", mm, 0.1)


def test_words_phrases_and_signs():
    assert read('+eau "plan local" -piscine') == Boolean(
        must=(word("eau"),), should=(word("plan local", True),), must_not=(word("piscine"),), least=1
    )


def test_stop_words_do_not_count_among_the_words_to_match():
    assert read("la voirie de la commune").should == (word("voirie"), word("commune"))


def test_operators_are_words_as_in_solr():
    assert read("eau OR gaz").should == (word("eau"), word("OR"), word("gaz"))


def test_a_quote_without_its_pair_is_ignored():
    assert read('eau "gaz').should == (word("eau"), word("gaz"))


@pytest.mark.parametrize("query", ["", "  ", "de la", "!!", '""'])
def test_a_query_without_a_word_matches_nothing(query):
    assert read(query) == Nothing()


def test_only_excluded_words_match_all_the_others():
    assert read("-eau") == Boolean(must=(Everything(),), must_not=(word("eau"),))


# Figures of the mm parameter's description in Solr's reference guide.
@pytest.mark.parametrize(
    ("mm", "words", "expected"),
    [
        ("2<-1 5<80%", 1, 1),
        ("2<-1 5<80%", 2, 2),
        ("2<-1 5<80%", 3, 2),
        ("2<-1 5<80%", 5, 4),
        ("2<-1 5<80%", 6, 4),
        ("2<-1 5<80%", 10, 8),
        ("3", 5, 3),
        ("3", 2, 2),
        ("-2", 5, 3),
        ("-9", 5, 0),
        ("75%", 4, 3),
        ("-25%", 4, 3),
        ("-25%", 5, 4),
        ("3<90%", 3, 3),
        ("2<-25% 9<-3", 9, 7),
        ("2<-25% 9<-3", 12, 9),
    ],
)
def test_mm_says_how_many_words_must_match(mm, words, expected):
    assert minimum(mm, words) == expected


@pytest.mark.parametrize(
    ("qf", "mm"), [("title^x", "1"), ("", "1"), ("title", "most"), ("title", "2<"), ("(title)", "1")]
)
def test_malformed_parameters_are_refused(qf, mm):
    with pytest.raises(QueryError):
        parse("eau gaz", qf, mm, 0.1)


def test_two_signs_in_a_row_fail_as_in_solr():
    with pytest.raises(DoubledSignError):
        read("--included")
