import pytest

DATES = {"a": "date", "b": "date"}
NUMBERS = {"a": "integer", "b": "integer"}


@pytest.mark.parametrize(
    ("types", "a", "op", "b", "faults"),
    [
        (DATES, "2024-02-01", ">=", "2024-01-31", []),
        (DATES, "2024-01-30", ">=", "2024-01-31", [None]),
        (NUMBERS, "9", ">=", "10", [None]),
        (NUMBERS, "10", ">", "9", []),
        (NUMBERS, "10", "==", "10", []),
        ({}, "9", "<", "10", []),
        ({}, "abc", "<", "abd", []),
        ({}, "", "<=", "10", []),
        ({"a": "date"}, "2024-01-30", "<", "abc", ["types"]),
    ],
)
def test_compare_columns(judge, types, a, op, b, faults):
    params = {"column": "a", "op": op, "column2": "b"}
    assert judge("compare-columns-value", params, types=types, a=a, b=b) == faults
