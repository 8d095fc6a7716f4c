"""Phone numbers in the form that the schema asks for."""

import pytest

INTERNATIONAL = {"name": "tel1", "constraints": {"pattern": r"^(\+33|\+590)(\d){6,9}$"}}
NATIONAL = {"name": "telephone", "constraints": {"pattern": r"^0\d{9}$"}}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("02 61 91 00 00", "+33261910000"),
        ("02.61.91.00.00", "+33261910000"),
        ("261910000", "+33261910000"),
        ("00 33 2 61 91 00 00", "+33261910000"),
        ("0590 81 00 00", "+590590810000"),
        ("mairie", "mairie"),
        ("02 61", "02 61"),
    ],
)
def test_to_the_international_form(one, written, meant):
    assert one(written, INTERNATIONAL) == meant


def test_to_the_national_form(one):
    assert one("+33 2 61 91 00 00", NATIONAL) == "0261910000"


def test_a_length_asked_for(one):
    assert one("+33 (0)2 61 91 00 00", {"name": "EQUIP_TEL", "constraints": {"maxLength": 13}}) == "+33261910000"
