"""Texts with a pattern."""

import pytest


@pytest.mark.parametrize(
    ("written", "pattern", "meant"),
    [
        ("w281000123", r"^W\d{9}$", "W281000123"),
        (" W 281 000 123 ", r"^W\d{9}$", "W281000123"),
        ("7.1 ", r"^\d\.\d{1,2}$", "7.1"),
        ("123 456.0", r"^\d{6}$", "123456"),
        ("Jean ", r"^[A-Z][a-z]+$", "Jean"),
        ("jean", r"^[A-Z][a-z]+$", "jean"),
        ("!!!", r"^\d$", "!!!"),
    ],
)
def test_a_text(one, written, pattern, meant):
    assert one(written, {"constraints": {"pattern": pattern}}) == meant


def test_a_free_text_stays(one):
    assert one(" Deux  espaces ", {"type": "string"}) == " Deux  espaces "
