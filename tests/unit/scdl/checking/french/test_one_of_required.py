import pytest

from ckanext.scdl.checking.french import CHECKS

CHECK, PARAMS = "one-of-required", {"column1": "siret", "column2": "rna"}


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        ({"siret": "1", "rna": ""}, []),
        ({"siret": "", "rna": "W1"}, []),
        ({"siret": "", "rna": ""}, [None]),
        ({"rna": ""}, [None]),
    ],
)
def test_one_of_two_cells_is_filled(judge, cells, faults):
    assert judge(CHECK, PARAMS, **cells) == faults


def test_with_neither_column_the_table_is_at_fault():
    check = CHECKS[CHECK].from_params(PARAMS)
    assert check.table_fault(frozenset({"objet"})) is not None
    assert not check.applies(frozenset({"objet"}))
