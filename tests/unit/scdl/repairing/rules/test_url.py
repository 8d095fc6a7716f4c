"""Web addresses."""

import pytest

URL = {"format": "uri"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (" https://exemple.fr/a ", "https://exemple.fr/a"),
        ("HTTPS://exemple.fr", "HTTPS://exemple.fr"),
        ("http:/exemple.fr", "http:/exemple.fr"),
        ("<https://exemple.fr>", "https://exemple.fr"),
        ("pas une adresse", "pas une adresse"),
    ],
)
def test_an_address(one, written, meant):
    assert one(written, URL) == meant


def test_the_column_gives_the_scheme(column):
    assert column(["www.exemple.fr/a", "https://exemple.fr"], URL).values[0] == "https://www.exemple.fr/a"


def test_without_a_neighbour_it_is_asked(column):
    assert column(["www.exemple.fr"], URL).choices == {
        "https": "https://www.exemple.fr",
        "http": "http://www.exemple.fr",
    }
