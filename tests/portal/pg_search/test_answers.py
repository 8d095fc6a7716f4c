import datetime

import pytest
from ckan.lib.search import make_connection

CATALOGUE = (
    {"title": "École", "tags": ["b", "a"], "res_format": ["CSV", "CSV"], "organization": "dreux", "license_id": "lov2"},
    {"title": "Eau", "tags": ["b"], "res_format": ["PDF"], "organization": "dreux"},
    {"title": "Zone", "tags": ["c"], "organization": "anet", "groups": ["g"], "state": "draft"},
    {"metadata_modified": "2026-01-10T10:00:00.500Z", "version": "2"},
)


def facets(connection, q="*:*", **parameters):
    given = {"rows": 0, "facet.field": ["tags"], "facet.mincount": 1, **parameters}
    return connection.search(q=q, **{name.replace("__", "."): value for name, value in given.items()}).facets[
        "facet_fields"
    ]


def test_facets_count_documents_by_count_then_value(indexed):
    connection = indexed(*CATALOGUE)
    fields = ["tags", "res_format", "organization", "license_id", "groups"]
    assert facets(connection, **{"facet.field": fields}) == {
        "tags": ["b", 2, "a", 1, "c", 1],
        "res_format": ["CSV", 1, "PDF", 1],
        "organization": ["dreux", 2, "anet", 1],
        "license_id": ["lov2", 1],
        "groups": ["g", 1],
    }


def test_facets_count_matches_only(indexed):
    connection = indexed(*CATALOGUE)
    assert facets(connection, fq="+state:active") == {"tags": ["b", 2, "a", 1]}
    assert facets(connection, q="title:introuvable") == {"tags": []}


def test_facets_with_a_least_count_of_zero_name_every_value(indexed):
    connection = indexed(*CATALOGUE)
    assert facets(connection, fq="tags:c", **{"facet.mincount": 0}) == {"tags": ["c", 1, "a", 0, "b", 0]}
    found = facets(connection, fq="tags:c", **{"facet.mincount": 0, "facet.field": ["version"]})
    assert found == {"version": ["2", 0]}


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (-1, 3), (0, 0), ("2", 2)])
def test_facets_are_limited(indexed, limit, count):
    connection = indexed(*CATALOGUE)
    assert len(facets(connection, **{"facet.limit": limit})["tags"]) == 2 * count


def test_any_field_can_be_a_facet(indexed):
    connection = indexed(*CATALOGUE, {"theme": "eau"}, {"theme": ["eau", "air"]})
    assert facets(connection, **{"facet.field": ["theme", "state", "unknown"]}) == {
        "theme": ["eau", 2, "air", 1],
        "state": ["active", 5, "draft", 1],
        "unknown": [],
    }


def test_facets_can_be_switched_off(indexed):
    assert indexed(*CATALOGUE).search(q="*:*", facet="false", **{"facet.field": ["tags"]}).facets == {
        "facet_fields": {}
    }


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("title_string asc", ["d1", "d0", "d2", "d3"]),
        ("title_string desc", ["d2", "d0", "d1", "d3"]),
        ("name desc", ["d3", "d2", "d1", "d0"]),
        ("organization asc, name desc", ["d2", "d1", "d0", "d3"]),
        ("metadata_modified desc, name asc", ["d3", "d0", "d1", "d2"]),
        ("score desc, name desc", ["d3", "d2", "d1", "d0"]),
        ("license_id asc,name asc", ["d0", "d1", "d2", "d3"]),
        ("views_recent desc, name asc", ["d0", "d1", "d2", "d3"]),
    ],
)
def test_sort_orders_put_missing_values_last(indexed, found, sort, names):
    indexed(*CATALOGUE)
    assert found("*:*", sort=sort) == names


def test_pages_and_rows_zero(indexed, found):
    connection = indexed(*CATALOGUE)
    assert found("*:*", rows=2, start=1) == ["d1", "d2"]
    assert found("*:*", start=9) == []
    answer = connection.search(q="*:*", rows=0)
    assert (answer.hits, list(answer.docs)) == (4, [])


def test_pages_of_a_ranked_search_never_overlap(indexed, found, monkeypatch):
    monkeypatch.setattr("ckanext.pg_search.searching.WINDOW", 4)
    indexed(*({"notes": "eau " * (number % 5 + 1), "title": "eau" if number % 3 else "x"} for number in range(20)))
    pages = [name for start in range(0, 20, 3) for name in found("eau", sort="score desc", rows=3, start=start)]
    assert pages == found("eau", sort="score desc")
    assert sorted(pages) == sorted(f"d{number}" for number in range(20))


def test_fl_chooses_fields(indexed):
    connection = indexed({"title": "Eau", "data_dict": "{}", "validated_data_dict": "{1}", "extras_a": "b", "a": "b"})
    assert connection.search(q="*:*", fl="id validated_data_dict").docs == [{"id": "0", "validated_data_dict": "{1}"}]
    assert connection.search(q="*:*", fl="name,title").docs == [{"name": "d0", "title": "Eau"}]
    assert connection.search(q="eau", fl="name score").docs[0]["score"] > 0
    everything = connection.search(q="*:*").docs[0]
    assert (everything["data_dict"], everything["extras_a"]) == ("{}", "b")
    assert not {"a", "permission_labels", "score"} & set(everything)


def test_dates_come_typed_when_asked(indexed):
    connection = indexed(*CATALOGUE)
    text = connection.search(q="name:d3").docs[0]["metadata_modified"]
    typed = make_connection().search(q="name:d3").docs[0]["metadata_modified"]
    assert (text, typed) == ("2026-01-10T10:00:00.500Z", datetime.datetime(2026, 1, 10, 10, 0, 0))  # noqa: DTZ001


def test_an_index_id_is_replaced(indexed, found):
    connection = indexed({"title": "Avant", "tags": ["x"]})
    connection.add([{"index_id": "0", "name": "d0", "title": "Après"}], commit=True)
    assert (found("title:avant"), found("title:après"), found("tags:x")) == ([], ["d0"], [])


def test_documents_are_deleted_by_query(indexed, found):
    connection = indexed(*CATALOGUE)
    connection.delete(q='+entity_type:package AND +(id:"1" OR name:"d2") AND +site_id:"test.ckan.net"', commit=True)
    assert found("*:*") == ["d0", "d3"]
