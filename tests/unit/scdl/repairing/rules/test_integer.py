"""What spreadsheets and people do to whole numbers."""

import pytest


@pytest.mark.parametrize(
    ("written", "meant"),
    [("12.0", "12"), ("12,00", "12"), ("1 250", "1250"), ("deux", "2"), ("Dix-sept", "17"), ("2.5", "2.5")],
)
def test_an_integer(one, written, meant):
    assert one(written, {"type": "integer"}) == meant


def test_a_year(one):
    assert one("2024.0", {"type": "year"}) == "2024"


def test_a_comma_before_three_figures_is_asked(column):
    asked = column(["1,250"], {"type": "integer"})
    assert asked.values == ["1,250"]
    assert asked.choices == {"thousands-comma": "1250"}
