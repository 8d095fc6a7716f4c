"""Intervals of years."""

import pytest


@pytest.mark.parametrize(
    ("written", "meant"),
    [("2024-2025", "2024/2025"), ("2024 / 2025", "2024/2025"), ("2024.0", "2024.0"), ("2025-2024", "2024/2025")],
)
def test_an_interval(one, written, meant):
    field = {"constraints": {"pattern": r"^[0-9]{4}\/[0-9]{4}$"}}
    assert one(written, field, checks=["year-interval-value"]) == meant
