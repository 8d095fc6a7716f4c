import pytest


@pytest.mark.parametrize(
    ("value", "allowed", "faults"),
    [
        ("2024/2025", "no", []),
        ("2024", "yes", []),
        ("2024", "no", ["interval"]),
        ("2025/2024", "yes", ["order"]),
        ("2024/2024", "yes", ["order"]),
        ("2024-2025", "yes", [None]),
        ("24", "yes", [None]),
    ],
)
def test_year_interval(judge, value, allowed, faults):
    params = {"column": "annee", "allow-year-only": allowed}
    assert judge("year-interval-value", params, annee=value) == faults
