import pytest


@pytest.mark.parametrize(
    ("value", "faults"),
    [
        ("+33237450000", []),
        ("02 37 45 00 00", []),
        ("+41 22 730 51 11", []),
        ("112", []),
        ("3237", []),
        ("0237", [None]),
        ("mairie", [None]),
    ],
)
def test_phone_number(judge, value, faults):
    assert judge("phone-number-value", {"column": "tel"}, tel=value) == faults
