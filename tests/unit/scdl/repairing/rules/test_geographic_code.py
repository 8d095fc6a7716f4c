"""INSEE and postal codes."""

import pytest

INSEE = {"name": "COLL_INSEE", "constraints": {"pattern": r"^([013-9]\d|2[AB1-9])\d{3}$"}}
POSTAL = {"name": "ADR_CODEPOSTAL", "constraints": {"maxLength": 5}}


@pytest.mark.parametrize(
    ("written", "meant"), [("1004", "01004"), ("2a004", "2A004"), ("28 088", "28088"), ("28088.0", "28088")]
)
def test_an_insee_code(one, written, meant):
    assert one(written, INSEE) == meant


@pytest.mark.parametrize(("written", "meant"), [("1000", "01000"), ("28200", "28200"), ("280", "280")])
def test_a_postal_code(one, written, meant):
    assert one(written, POSTAL) == meant
