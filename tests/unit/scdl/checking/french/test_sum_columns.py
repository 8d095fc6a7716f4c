import pytest

TYPES = dict.fromkeys(("total", "pour", "contre"), "integer")


@pytest.mark.parametrize(
    ("total", "pour", "contre", "faults"), [("29", "25", "4", []), ("29", "25", "3", [None]), ("29", "25", "", [])]
)
def test_sum_columns(judge, total, pour, contre, faults):
    params = {"column": "total", "columns": ["pour", "contre"]}
    assert judge("sum-columns-value", params, types=TYPES, total=total, pour=pour, contre=contre) == faults
