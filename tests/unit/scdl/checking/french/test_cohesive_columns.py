import pytest

from ckanext.scdl.checking.french import CHECKS

CHECK, PARAMS = "cohesive-columns-value", {"column": "annee", "othercolumns": ["nom"]}


@pytest.mark.parametrize(
    ("annee", "nom", "faults"),
    [("2024", "Budget", []), ("", "", []), ("2024", "", [None]), ("", "Budget", [None])],
)
def test_cells_are_all_filled_or_all_blank(judge, annee, nom, faults):
    assert judge(CHECK, PARAMS, annee=annee, nom=nom) == faults


def test_a_cell_of_the_wrong_type_is_filled(judge):
    assert judge(CHECK, PARAMS, types={"annee": "integer"}, annee="deux", nom="Budget") == []


@pytest.mark.parametrize(("present", "fault"), [({"annee", "nom"}, False), (set(), False), ({"nom"}, True)])
def test_columns_are_all_there_or_none(present, fault):
    assert bool(CHECKS[CHECK].from_params(PARAMS).table_fault(frozenset(present))) is fault
