import pytest

from ckanext.deposit.metadata import (
    EDITABLE,
    Body,
    dataset_name,
    fill,
    keywords,
    merge,
    renew,
    resource_title,
    widen,
    zone,
)
from ckanext.deposit.periods import Coverage
from ckanext.scdl import registry

TOWN = Body("le-mans-72181", "Le Mans", "commune", "72181", "217201813", "mairie@lemans.example")
WORDS = registry.words("scdl/deliberations")


def filled(period=("2024-01-15", "2024-12-20")):
    return fill(WORDS, TOWN, Coverage.from_iso(*period) if period else None)


def test_everything_a_reader_needs_is_filled_in():
    fields = filled()
    assert fields["title"] == "Délibérations du Mans"
    assert (fields["license_id"], fields["spatial_zone"]) == ("lov2", "fr:commune:72181")
    assert (fields["temporal_start"], fields["temporal_end"]) == ("2024-01-15", "2024-12-20")
    assert (fields["contact_name"], fields["contact_email"]) == ("Le Mans", "mairie@lemans.example")
    assert set(EDITABLE) <= set(fields)


def test_without_dates_the_period_stays_empty():
    assert filled(None)["temporal_start"] == filled(None)["temporal_end"] == ""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (Body("a", "A", "commune", "28088", "212800882"), "fr:commune:28088"),
        (Body("a", "A", "epci", "", "200069961"), "fr:epci:200069961"),
        (Body("a", "A", "departement", "28"), "fr:departement:28"),
        (Body("a", "A", "region", "24"), "fr:region:24"),
        (Body("a", "A", "syndicat", "", "252800000"), ""),
        (Body("a", "A", "commune"), ""),
    ],
)
def test_the_zone_is_that_of_data_gouv_fr(body, expected):
    assert zone(body) == expected


def test_only_editable_fields_change():
    merged = merge(filled(), {"title": " Nos votes ", "spatial_zone": "fr:commune:1"})
    assert (merged["title"], merged["spatial_zone"]) == ("Nos votes", "fr:commune:72181")


def test_a_replaced_dataset_keeps_its_words_and_takes_the_new_period():
    current = {"title": "Nos votes", "notes": "", "temporal_start": "2020-01-01", "name": "x"}
    renewed = renew(filled(), current)
    assert (renewed["title"], renewed["notes"]) == ("Nos votes", WORDS.description)
    assert renewed["temporal_start"] == "2024-01-15"
    assert "name" not in renewed


def test_the_period_of_several_files_covers_them_all():
    wide = widen(filled(), {"temporal_start": "2022-01-01", "temporal_end": "2022-12-31"})
    assert (wide["temporal_start"], wide["temporal_end"]) == ("2022-01-01", "2024-12-20")


@pytest.mark.parametrize(
    ("schema", "taken", "expected"),
    [
        ("scdl/deliberations", set(), "deliberations-le-mans-72181"),
        ("atlasante/schema-dae", set(), "dae-le-mans-72181"),
        ("scdl/deliberations", {"deliberations-le-mans-72181"}, "deliberations-le-mans-72181-2"),
    ],
)
def test_the_address_of_a_dataset_is_free(schema, taken, expected):
    assert dataset_name(schema, TOWN, frozenset(taken)) == expected


def test_an_address_never_exceeds_what_ckan_takes():
    assert len(dataset_name("scdl/deliberations", Body("x" * 150, "X"))) <= 100


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [("2024-01-01", "2024-12-31", "Votes 2024"), ("2023-01-01", "2024-12-31", "Votes 2023–2024"), ("", "", "Votes")],
)
def test_a_file_is_named_by_its_years(start, end, expected):
    assert resource_title("Votes", start, end) == expected


def test_keywords_hold_only_what_tags_accept():
    assert keywords(WORDS, Body("l-aigle", "L’Aigle"))[-1] == "L Aigle"
