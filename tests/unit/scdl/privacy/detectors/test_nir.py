import pytest

from ckanext.scdl.privacy import PersonalData


@pytest.mark.parametrize(
    "cell", ["185057800608491", "1 85 05 78 006 084 91", "Agent 185052A00608435.", "1850578006084"]
)
def test_a_nir_is_found(kinds, cell):
    assert kinds("observations", cell) == {"nir"}


@pytest.mark.parametrize("cell", ["185057800608492", "21280088200012", "1859978006084", "9850578006084"])
def test_other_digits_are_not(kinds, cell):
    assert kinds("observations", cell) == set()


def test_thirteen_digits_may_be_a_reference(kinds):
    assert kinds("code_ean", "1850578006084") == set()


def test_it_is_never_repeated(find):
    (found,) = find({"observations": "Agent 185057800608491"})
    assert found.value == "•" * 15
    assert "1850578" not in repr(found) + str(found.to_dict())
    assert isinstance(found, PersonalData)
