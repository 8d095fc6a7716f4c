"""The one listed value that reads the same."""

import unicodedata

import pytest

FIELD = {"constraints": {"enum": ["aide en numéraire", "petit-déjeuner", "en_service", "Jeux d'enfants", "sans porc "]}}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("AIDE EN NUMÉRAIRE", "aide en numéraire"),
        ("aide en numeraire", "aide en numéraire"),
        (" aide en\u00a0numéraire ", "aide en numéraire"),
        (unicodedata.normalize("NFD", "aide en numéraire"), "aide en numéraire"),
        ("Petit déjeuner", "petit-déjeuner"),
        ("en service", "en_service"),
        ("jeux d’enfants", "Jeux d'enfants"),
        ("sans porc", "sans porc "),
        ("aide", "aide"),
    ],
)
def test_a_listed_value(one, written, meant):
    assert one(written, FIELD) == meant


def test_two_listed_values_that_read_the_same_are_left(one):
    assert one("Été", {"constraints": {"enum": ["été", "ete"]}}) == "Été"
