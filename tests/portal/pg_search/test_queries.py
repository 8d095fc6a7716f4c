import pytest
from ckan.lib.search.common import SearchQueryError
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pysolr import SolrError

DOCUMENTS = (
    {
        "title": "Budget de Dreux",
        "organization": "dreux-28134",
        "tags": ["finances", "vie municipale"],
        "metadata_modified": "2026-01-10T10:00:00Z",
        "extras_year": "2024",
        "year": "2024",
        "views_total": 5,
        "begin_date": "2024-01-01T00:00:00Z",
        "dataset_type": "dataset",
    },
    {
        "title": "Eau potable de Dreux",
        "organization": "dreux-28134",
        "tags": ["eau"],
        "metadata_modified": "2026-02-10T10:00:00Z",
        "year": "2025",
        "notes": "Budget annexe",
        "dataset_type": "dataset",
    },
    {
        "title": "Source moissonnée",
        "dataset_type": "harvest",
        "metadata_modified": "2026-03-10T10:00:00Z",
        "url": "https://x.example/a_b%c",
    },
)


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("*:*", ["d0", "d1", "d2"]),
        ("name:d0", ["d0"]),
        ("title:budget", ["d0"]),
        ("notes:budget", ["d1"]),
        ("budget", ["d0", "d1"]),
        ('title:"eau potable"', ["d1"]),
        ('title:"potable eau"', []),
        ('title:"eau dreux"~2', ["d1"]),
        ('title:"dreux potable"~1', []),
        ('title:"dreux potable"~3', ["d1"]),
        ('tags:"vie municipale"', ["d0"]),
        ("tags:Eau", []),
        ("tags:(eau OR finances)", ["d0", "d1"]),
        ("tags:eau OR title:source", ["d1", "d2"]),
        ("-tags:eau", ["d0", "d2"]),
        ("budget -tags:eau", ["d0"]),
        ("NOT organization:dreux-28134", ["d2"]),
        ("-title:budget", ["d1", "d2"]),
        ("-budget", ["d2"]),
        ("-type:harvest", ["d0", "d1"]),
        ("+dataset_type:harvest", ["d2"]),
        ("organization:*", ["d0", "d1"]),
        ("-organization:*", ["d2"]),
        ("tags:*", ["d0", "d1"]),
        ("tags:[* TO *]", ["d0", "d1"]),
        ("name:d*", ["d0", "d1", "d2"]),
        ("name:?1", ["d1"]),
        ("tags:vie*", ["d0"]),
        ("tags:*municipale", ["d0"]),
        ("organization:dreux*", ["d0", "d1"]),
        ("title:budg*", ["d0"]),
        ("title:*otab*", ["d1"]),
        ("text:potabl*", ["d1"]),
        ("text:*ssonn*", ["d2"]),
        ("notes:annex*", ["d1"]),
        ("url:*a_b%c", ["d2"]),
        ("url:*aXb*", []),
        ("metadata_modified:[2026-02-01T00:00:00Z TO *]", ["d1", "d2"]),
        ("metadata_modified:[* TO 2026-02-10T10:00:00Z]", ["d0", "d1"]),
        ("metadata_modified:[* TO 2026-02-10T10:00:00Z}", ["d0"]),
        ("metadata_modified:{2026-01-10T10:00:00Z TO 2026-03-10T10:00:00Z}", ["d1"]),
        ("metadata_modified:[2026-01-10T10:00:00Z/MONTH TO 2026-01-10T10:00:00Z+1MONTH]", ["d0", "d1"]),
        ("metadata_modified:[NOW-500YEARS TO NOW+500YEARS]", ["d0", "d1", "d2"]),
        ("begin_date:[2023-12-31T00:00:00Z TO NOW]", ["d0"]),
        ('metadata_modified:"2026-01-10T10:00:00Z"', ["d0"]),
        ("year:[2024 TO 2024]", ["d0"]),
        ("year:{2024 TO *]", ["d1"]),
        ("extras_year:2024", ["d0"]),
        ("extras_year:[2020 TO 2024]", ["d0"]),
        ("views_total:[1 TO *]", ["d0"]),
        ("views_total:5", ["d0"]),
        ("name:[d1 TO d2]", ["d1", "d2"]),
        ("title:dreux AND (tags:eau OR tags:finances)", ["d0", "d1"]),
        ("title:dreux AND NOT (tags:eau OR tags:autre)", ["d0"]),
        ("title:budget^4 OR notes:budget^2", ["d0", "d1"]),
        ("title_ngram:otab", ["d1"]),
        ("unknown_field:x", []),
        ("permission_labels:public", ["d0", "d1", "d2"]),
        ('permission_labels:("x" OR "y")', []),
    ],
)
def test_lucene_queries(indexed, found, q, names):
    indexed(*DOCUMENTS)
    assert found(q) == names
    assert found("*:*", fq=[q, "+state:active"]) == names


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("budget dreux", ["d0", "d1"]),
        ("budget eau potable", ["d1"]),
        ("budget potable introuvable", ["d1"]),
        ("+introuvable budget", []),
        ("budget -eau", ["d0"]),
        ('"budget annexe"', ["d1"]),
        ("budget AND dreux", ["d0", "d1"]),
        ("d2", ["d2"]),
    ],
)
def test_what_people_type(indexed, typed, q, names):
    indexed(*DOCUMENTS)
    assert typed(q) == names


def test_many_words_need_four_fifths_of_them(indexed, typed):
    words = [
        "un",
        "eau",
        "gaz",
        "feu",
        "air",
        "terre",
        "bois",
        "fer",
        "sel",
        "vin",
        "pain",
        "lait",
        "riz",
        "ble",
        "orge",
    ]
    indexed({"notes": " ".join(words[:12])}, {"notes": " ".join(words[:6])})
    assert typed(" ".join(words[1:])) == ["d0"]


def test_qf_chooses_the_fields(indexed, typed):
    indexed(*DOCUMENTS)
    assert typed("budget", qf="title^2 tags") == ["d0"]
    assert typed("eau", qf="tags") == ["d1"]


def test_edismax_reads_operators_and_takes_the_rest_for_words(indexed, typed):
    indexed(*DOCUMENTS)
    assert typed("tags:eau OR tags:finances", defType="edismax") == ["d0", "d1"]
    assert typed('budget "dreux (', defType="edismax") == ["d0", "d1"]


TEXTS = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from([*' ():"*?~^[]{}+-', " AND ", " OR ", " TO ", "title:", "tags:", "eau", "NOW", "é", "_", "%"])
    ).map("".join),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, st.sampled_from(["lucene", "dismax", "edismax"]))
@example("title:'; DROP TABLE package; --", "lucene")
@example("a\\", "lucene")
@example("%s %(x)s", "dismax")
def test_any_text_gives_an_answer_or_a_search_error(connection, q, parser):
    parameters = {"defType": parser, "q.op": "AND", "qf": "name^4 title^4 text", "mm": "1", "sort": "score desc"}
    try:
        assert connection.search(q=q, **parameters).hits >= 0
    except SearchQueryError:
        pass
    except SolrError as e:
        # Two signs before a word: CKAN makes its SearchError of it.
        assert "SyntaxError" in str(e)


@pytest.mark.parametrize("q", ['name:"x', "title:(a", "title:a~", "metadata_modified:[hier TO *]", "a:b:c"])
def test_the_api_answers_400_to_a_query_that_cannot_be_read(app, portal, q):
    answer = app.get("/api/3/action/package_search", query_string={"q": q}, status=400)
    assert answer.json["error"]["__type"] == "Search Query Error"


def test_an_invalid_sort_is_400(app, portal):
    app.get("/api/3/action/package_search", query_string={"sort": "name up"}, status=400)
    app.get("/api/3/action/package_search", query_string={"sort": "text asc"}, status=400)
