from datetime import datetime, timezone

import pytest

from ckanext.pg_search.document import read

NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)
DOCUMENT = {
    "index_id": "1",
    "id": "42",
    "name": "budget-2024",
    "title": "Budget 2024",
    "title_string": "Budget 2024",
    "notes": "Voté en séance",
    "tags": ["vie municipale", "finances"],
    "res_name": ["Fichier", "", None],
    "extras_zone": "fr:commune:28088",
    "metadata_modified": "2026-01-31T10:00:00.120000Z",
    "private": False,
    "permission_labels": ["public"],
    "validated_data_dict": "{}",
}


def test_columns_hold_what_searches_compare():
    row = read(DOCUMENT, NOW)
    columns = row.columns
    assert (columns["id"], columns["title_key"], row.scope["permission_labels"]) == ("42", "budget 2024", ["public"])
    assert columns["metadata_modified"] == datetime(2026, 1, 31, 10, 0, 0, 120000, tzinfo=timezone.utc)
    assert columns["validated_data_dict"] == "{}"


def test_fields_hold_values_as_solr_returns_them():
    fields = read(DOCUMENT, NOW).columns["fields"]
    assert fields["tags"] == ["vie municipale", "finances"]
    assert fields["metadata_modified"] == "2026-01-31T10:00:00.120Z"
    assert fields["indexed_ts"] == "2026-01-01T00:00:00Z"
    assert fields["private"] == "false"
    assert fields["res_name"] == ["Fichier"]


@pytest.mark.parametrize("microsecond", [1, 600, 1000, 99_999, 500_000, 670_000, 999_999])
def test_a_moment_agrees_with_the_database_s_to_the_hundredth(microsecond):
    # CKAN's package_show compares so far (22 characters), and forgets the index's dataset when they differ.
    moment = datetime(2026, 1, 31, 10, microsecond=microsecond, tzinfo=timezone.utc).replace(tzinfo=None)
    stored = read({**DOCUMENT, "metadata_modified": moment.isoformat() + "Z"}, NOW).columns["fields"]
    assert stored["metadata_modified"][:22] == moment.isoformat()[:22]


def test_each_part_of_the_text_has_its_weight():
    weighted = read(DOCUMENT, NOW).weighted
    assert weighted["A"] == "budget 2024"
    assert "vie municipale" in weighted["B"]
    assert weighted["C"] == "vote en seance"
    assert "28088" in weighted["D"]
    assert "fichier" in weighted["D"]


def test_facet_values_are_counted_once_a_document():
    facets = read({**DOCUMENT, "res_format": ["CSV", "CSV"], "vocab_theme": ["eau"]}, NOW).facets
    assert {("res_format", "CSV"), ("vocab_theme", "eau"), ("tags", "finances")} <= set(facets)
    assert len(facets) == len(set(facets))


@pytest.mark.parametrize("value", ["", None, [], "pas une date"])
def test_values_that_are_none_are_left_out(value):
    assert "x_date" not in read({**DOCUMENT, "x_date": value}, NOW).columns["fields"]


def test_what_postgresql_cannot_store_is_dropped():
    assert read({**DOCUMENT, "extras_x": "a\x00b\ud800c"}, NOW).columns["fields"]["extras_x"] == "abc"
