"""Subjects of the ACTES classification."""

import pytest


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Finances locales / Subventions", "Finances locales/Subventions"),
        ("Finances locales\\Subventions", "Finances locales/Subventions"),
        ("Finances locales - Subventions", "Finances locales/Subventions"),
        ("Finances locales", "Finances locales"),
    ],
)
def test_a_subject(one, written, meant):
    assert one(written, {"type": "string"}, checks=["nomenclature-actes-value"]) == meant
