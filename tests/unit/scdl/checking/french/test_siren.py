import pytest

CHECK, PARAMS = "french-siren-value", {"column": "siren"}


@pytest.mark.parametrize(
    ("value", "faults"), [("212800882", []), ("", []), ("212800883", [None]), ("21280088", [None])]
)
def test_siren(judge, value, faults):
    assert judge(CHECK, PARAMS, siren=value) == faults
