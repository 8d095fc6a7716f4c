"""A SIRET is recovered exactly, or not at all."""

import pytest

SIRET = {"name": "COLL_SIRET", "type": "string", "constraints": {"pattern": r"^\d{14}$"}}
CHECK = ["french-siret-value"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("212 800 882 00012", "21280088200012"),
        ("212.800.882-00012", "21280088200012"),
        ("21280088200012.0", "21280088200012"),
        ("2,1280088200012E+13", "21280088200012"),
        ("5420120700013", "05420120700013"),
        ("'21280088200012", "21280088200012"),
    ],
)
def test_a_siret(one, written, meant):
    assert one(written, SIRET, checks=CHECK) == meant


@pytest.mark.parametrize(
    "written", ["2,12801E+13", "2128008820001", "21280088200013", "212800882", "2.128008820001E+13", "FR212800882"]
)
def test_what_lost_digits_stays(one, written):
    assert one(written, SIRET, checks=CHECK) == written


def test_the_siren_of_who_publishes_is_completed(one):
    own = "21280088200012"
    assert one("212 800 882", SIRET, checks=CHECK, own_siret=own) == own
    assert one("356000000", SIRET, checks=CHECK, own_siret=own) == "356000000"


@pytest.mark.parametrize("spoiled", ["2,12801E+13", "2128008820001"])
def test_the_number_that_the_column_has_is_asked(column, spoiled):
    asked = column(["21280088200012", spoiled], SIRET, CHECK)
    assert asked.values == ["21280088200012", spoiled]
    assert asked.choices == {"same-number": "21280088200012"}
    answered = column(["21280088200012", spoiled], SIRET, CHECK, answers={"siret:1": "same-number"})
    assert answered.values == ["21280088200012"] * 2
