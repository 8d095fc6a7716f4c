"""SIREN numbers."""

import pytest


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("212 800 882", "212800882"),
        ("212800882.0", "212800882"),
        ("54201207", "054201207"),
        ("212800883", "212800883"),
        ("21280088", "21280088"),
    ],
)
def test_a_siren(one, written, meant):
    assert one(written, {"name": "fab_siren", "constraints": {"pattern": r"^\d{9}$"}}) == meant
