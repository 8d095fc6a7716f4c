import pytest

from ckanext.pg_search.errors import MalformedError, QueryError
from ckanext.pg_search.query.clauses import Boolean, Boosted, Everything, Exists, Nothing, Pattern, Span, Value, Wild
from ckanext.pg_search.query.lucene import parse


def a(text, field="text", **options):
    return Value(field, text, **options)


A, B, C = a("a"), a("b"), a("c")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("*:*", Everything()),
        ("name:x", a("x", "name")),
        ('tags:"vie municipale"', a("vie municipale", "tags", phrase=True)),
        ('title:"a b"~3', a("a b", "title", phrase=True, slop=3)),
        ("title:x^4", Boosted(a("x", "title"), 4)),
        ("name:foo*", Pattern("name", ("foo", Wild.ANY))),
        ("name:f?o", Pattern("name", ("f", Wild.ONE, "o"))),
        (r"name:f\*o*", Pattern("name", ("f*o", Wild.ANY))),
        ("url:*", Exists("url")),
        ("x:[* TO *]", Exists("x")),
        ("x:[1 TO 2}", Span("x", "1", "2", include_low=True, include_high=False)),
        ("x:{1 TO *]", Span("x", "1", None, include_low=False, include_high=True)),
        (
            "metadata_modified:[NOW-7DAYS TO 2026-01-01T00:00:00.5Z]",
            Span("metadata_modified", "NOW-7DAYS", "2026-01-01T00:00:00.5Z", include_low=True, include_high=True),
        ),
        (r"url:http\://x.fr", a("http://x.fr", "url")),
        ("state:(a OR b)", Boolean(should=(a("a", "state"), a("b", "state")), least=1)),
    ],
)
def test_a_clause_is_read(query, expected):
    assert parse(query) == expected


# Expected clauses: what Lucene's classic parser makes of the same text.
@pytest.mark.parametrize(
    ("query", "operator", "must", "should", "must_not"),
    [
        ("a b", "AND", (A, B), (), ()),
        ("a b", "OR", (), (A, B), ()),
        ("a AND b", "OR", (A, B), (), ()),
        ("a OR b", "AND", (), (A, B), ()),
        ("a AND b OR c", "OR", (A, B), (C,), ()),
        ("a OR b AND c", "OR", (B, C), (A,), ()),
        ("a AND b OR c", "AND", (A,), (B, C), ()),
        ("+a b", "OR", (A,), (B,), ()),
        ("+a -b", "OR", (A,), (), (B,)),
        ("a NOT b", "AND", (A,), (), (B,)),
        ("-a", "AND", (Everything(),), (), (A,)),
        ("NOT a", "OR", (Everything(),), (), (A,)),
    ],
)
def test_and_or_and_signs_mean_what_lucene_makes_of_them(query, operator, must, should, must_not):
    found = parse(query, operator=operator)
    assert (found.must, found.should, found.must_not) == (must, should, must_not)
    assert found.least == (0 if must else 1)


def test_negatives_alone_in_a_group_match_nothing_as_in_solr():
    assert parse("a AND (-b)") == Boolean(must=(A, Nothing()))


def test_the_default_field_is_used():
    assert parse("x", default_field="title") == a("x", "title")


@pytest.mark.parametrize("query", ['name:"x', "(a", "a)", "a AND", "[a TO b", "a:", "^2", "a^1.2.3", "a b~1.2.3"])
def test_a_malformed_query_is_refused(query):
    with pytest.raises(MalformedError):
        parse(query)


@pytest.mark.parametrize(
    "query",
    [
        "a~",
        "a~2",
        "/re.*/",
        "a && b",
        "a || b",
        "!a",
        "a:b:c",
        "*:x",
        "_query_:x",
        r"\_val_:x",
        "x:>3",
        "a\x00",
        "(" * 60 + "a" + ")" * 60,
        "a " * 20_000,
    ],
)
def test_what_the_back_end_does_not_answer_is_refused(query):
    with pytest.raises(QueryError):
        parse(query)


def test_operators_inside_quotes_are_text():
    assert parse('title:"Vivre & bâtir && !"') == a("Vivre & bâtir && !", "title", phrase=True)
