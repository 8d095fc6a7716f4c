import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql

from ckanext.pg_search.conditions import Compiler
from ckanext.pg_search.errors import QueryError
from ckanext.pg_search.parameters import read

SECRET = "zqxj"
SIGNS = [*' ():"*?~^[]{}+-&|!\\/<>=', "AND", "OR", "NOT", "TO", "NOW", "1", "-7DAYS", "'", "%", "_", "é", SECRET]
FIELDS = "title name notes tags x_date views_total text title_ngram extras_a permission_labels"
PIECES = st.sampled_from([*SIGNS, *(f"{name}:" for name in FIELDS.split())])
QUERIES = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=20).map("".join))


def sql(query, parser):
    request = read(query, {"defType": parser, "fq": query, "q.op": "AND"})
    compiler = Compiler()
    found = [compiler.condition(clause) for clause in (request.query, *request.filters)]
    return " ".join(str(condition.compile(dialect=postgresql.dialect())) for condition in found)


@settings(max_examples=200, deadline=None)
@given(QUERIES, st.sampled_from(["lucene", "dismax", "edismax"]))
@example("name:zqxj* OR title:zqx?j AND -tags:[zqxj TO *]", "lucene")
def test_any_text_gives_sql_without_a_word_of_it_or_a_clear_refusal(query, parser):
    try:
        written = sql(query, parser)
    except QueryError:
        return
    assert SECRET not in written


@pytest.mark.parametrize(
    "query",
    [
        "metadata_modified:hier",
        "metadata_modified:[2026 TO *]",
        "views_total:beaucoup",
        "views_total:99999999999",
        "views_total:3*",
        "text:[a TO b]",
        'title:"eau gaz air"~2',
        'title:"eau gaz"~99',
        "title:a-b*c",
    ],
)
def test_a_value_of_the_wrong_type_is_refused(query):
    with pytest.raises(QueryError):
        sql(query, "lucene")


@pytest.mark.parametrize(
    ("parameters", "part"),
    [
        ({"sort": "name sideways"}, "sort"),
        ({"rows": "many"}, "rows"),
        ({"start": -1}, "start"),
        ({"bf": "recip(1)"}, "bf"),
        ({"defType": "func"}, "func"),
        ({"q.op": "XOR"}, "q.op"),
        ({"fq": "{!term f=name}x"}, "Local parameters"),
        ({"facet.field": ["{!ex=a}tags"]}, "Local parameters"),
        ({"defType": "dismax", "tie": "x"}, "tie"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(parameters, part):
    with pytest.raises(QueryError, match=part):
        read("x", parameters)
