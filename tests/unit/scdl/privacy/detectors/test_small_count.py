import pytest


@pytest.mark.parametrize(("count", "sex", "found"), [("1", "I", True), ("3", "I", False), ("1", "F", False)])
def test_the_schemas_thresholds(kinds, count, sex, found):
    kinds_found = kinds("NOMBRE_OCCURRENCES", count, "scdl/prenoms", ENFANT_SEXE=sex)
    assert kinds_found == ({"small-count"} if found else set())
