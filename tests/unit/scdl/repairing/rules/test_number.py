"""Decimal comma, thousands, currency, percent."""

import pytest

NUMBER = {"type": "number"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12,5", "12.5"),
        ("-0,125", "-0.125"),
        ("1 250,50", "1250.50"),
        ("1\u00a0250\u202f000", "1250000"),
        ("1250.50 €", "1250.50"),
        ("€1250", "1250"),
        ("1 250,50 EUR", "1250.50"),
        ("1.250,50", "1250.50"),
        ("1,250.50", "1250.50"),
        ("1.250.000", "1250000"),
        ("1'250.5", "1250.5"),
        ("− 12", "-12"),
        ("1 250,500", "1250.500"),
    ],
)
def test_a_number(one, written, meant):
    assert one(written, NUMBER) == meant


@pytest.mark.parametrize("written", ["douze mille", "12 5", "1,2,3", "12 k€", "1 2500", "", " 12.5 ", "1.25E+01"])
def test_what_is_no_number_or_is_right_stays(column, written):
    assert column([written], NUMBER | {"constraints": {"required": True}}).proposals == []


def test_three_figures_after_a_comma_are_asked(column):
    assert column(["1,250"], NUMBER).choices == {"decimal-comma": "1.250", "thousands-comma": "1250"}


def test_the_column_says_what_its_comma_is(column):
    assert column(["1,250", "12,5"], NUMBER).values == ["1.250", "12.5"]
    assert column(["1,250", "2,125.50"], NUMBER).values == ["1250", "2125.50"]


@pytest.mark.parametrize(("written", "meant"), [("45 %", "0.45"), ("100%", "1"), ("33,3 %", "0.333")])
def test_a_percentage_where_a_share_of_one_is_due(one, written, meant):
    assert one(written, NUMBER | {"constraints": {"maximum": 1}}) == meant


def test_a_number_beyond_the_bounds_is_not_proposed(column):
    assert column(["45,5"], NUMBER | {"constraints": {"maximum": 10}}).proposals == []
