import json

import pytest

from ckanext.socle.colour import is_colour
from ckanext.socle.directory import fold
from ckanext.socle.indexing import facet_fields
from ckanext.socle.table import cell, column
from ckanext.socle.wording import date

SCHEMA = "https://schema.data.gouv.fr/schemas/scdl/deliberations/2.1.5/schema.json"


@pytest.mark.parametrize("text", ["#0b5d57", "#fff", "teal", "rgb(11, 93, 87)", "oklch(45% 0.08 190)"])
def test_colours_are_accepted(text):
    assert is_colour(text)


@pytest.mark.parametrize("text", ["", "#12345", "red;}", "</style>", "url(x)", "var(--x)", "rgb(1)<"])
def test_what_could_leave_the_style_element_is_no_colour(text):
    assert not is_colour(text)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Saint-Éloi", "saint-eloi"), ("L’Œuf d'or", "l-oeuf-d-or"), (" 28200 ", "28200"), ("%_", "")],
)
def test_names_are_folded_as_addresses_are(typed, folded):
    assert fold(typed) == folded


def test_a_document_is_counted_under_its_schema_whatever_the_version():
    document = {
        "data_dict": json.dumps({"resources": [{"schema": SCHEMA}, {"schema": "https://exemple.fr/s.json"}, {}]})
    }
    assert facet_fields(document)["vocab_schema"] == ["https://exemple.fr/s.json", "scdl/deliberations"]


def test_a_document_without_schema_is_left_as_it_is():
    assert facet_fields({"data_dict": "{}"}) == {"data_dict": "{}"}


@pytest.mark.parametrize(("value", "text"), [(None, ""), (True, "true"), (1.5, "1.5"), ("2024-12-31", "2024-12-31")])
def test_cells_are_written_as_the_data_has_them(value, text):
    assert cell(value) == text


def test_a_column_without_words_bears_its_own_name():
    assert column({"id": "DELIB_ID", "type": "text"}, None).label == "DELIB_ID"


@pytest.mark.parametrize(
    ("written", "language", "shown"),
    [("1 janvier 2025", "fr", "1er janvier 2025"), ("11 mars 2025", "fr", "11 mars 2025"), ("1 May", "en", "1 May")],
)
def test_the_first_of_a_month_has_its_ordinal_in_french(written, language, shown):
    assert date(written, language) == shown
