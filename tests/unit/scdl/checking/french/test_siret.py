import pytest

CHECK, PARAMS = "french-siret-value", {"column": "siret"}


@pytest.mark.parametrize("value", ["21280088200012", "212 800 882 00012", "35600000049837", ""])
def test_a_right_siret_passes(judge, value):
    assert judge(CHECK, PARAMS, siret=value) == []


@pytest.mark.parametrize("value", ["21280088200013", "2128008820001", "2,128E+13", "mairie"])
def test_a_wrong_siret_is_found(judge, value):
    assert judge(CHECK, PARAMS, siret=value) == [None]
