"""A sieve lets through every text in which its detector finds something: large tables are sifted by polars."""

import csv
import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.scdl import registry
from ckanext.scdl.privacy.detectors import DETECTORS, sieve_of
from ckanext.scdl.privacy.names import names_sieve, people
from ckanext.scdl.privacy.view import View
from ckanext.scdl.reading import Table

PIECES = [
    *("Mme", "M.", "Jean", "JEAN", "Dupont", "Hélène", "veuve", "Martin-Petit", "né le", "Née", "naissance :"),
    *("12/05/1980", "12 rue", "3bis,", "ALLÉE", "des Lilas", "06 12 34 56 78", "+33612345678", "0033 6 12 34 56 78"),
    *("612345678", "0612345678", "1 85 05 78 006 084 91", "185057800608491", "2A", "jean.dupont@free.fr", "@"),
    *(
        "FR76 3000 6000 0112 3456 7890 189",
        " ",
        "  ",
        ",",
        ";",
        "-",
        ".",
        "\n",
        "\u00a0",
        "(",
        "x",
        "9",
        "é",
        "l'",
        "²",
    ),
]
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join) | st.lists(
    st.sampled_from(PIECES), min_size=1, max_size=6
).map(" ".join)


def found(sieve, text):
    return pl.Series([text]).str.contains(sieve)[0]


def hits(schema, label, text):
    """What the detectors find in one cell, with the sieve's word and without."""
    view = View(Table((label,), [[text]], "csv"), schema, sieve_of)
    return view, [hit for detector in DETECTORS for hit in detector.find(view) if list(hit.rows)]


@given(texts)
@pytest.mark.parametrize("label", ["DELIB_OBJET", "remarques", "telephone", "email", "nom", "VOTE_EFFECTIF"])
def test_what_a_detector_finds_its_sieve_finds(label, text):
    view, what = hits(registry.find("scdl/deliberations"), label, text)
    if what:
        assert found(sieve_of(view.columns[0]), text)


@given(texts)
def test_whoever_is_named_is_sifted(text):
    if people(text):
        assert found(names_sieve(), text)


def test_every_labelled_cell_that_is_found_is_sifted(data):
    files = [(data / "privacy" / name).read_text(encoding="utf-8") for name in ("cells.csv", "held-out.csv")]
    values = {cell for text in files for row in csv.reader(io.StringIO(text)) for cell in row if cell}
    assert len(values) > 300
    for text in values:
        view, what = hits(registry.find("scdl/deliberations"), "remarques", text)
        assert not what or found(sieve_of(view.columns[0]), text), text
