import pytest


@pytest.mark.parametrize(
    "cell", ["06 39 98 01 23", "+33 6 39 98 01 23", "0033639980123", "Tél. 0739980123 le soir", "+33 (0)6 39 98 01 23"]
)
def test_a_mobile_is_found(kinds, cell):
    assert kinds("remarques", cell) == {"phone"}


@pytest.mark.parametrize("cell", ["02 61 91 00 01", "06/01/2025 08", "0639", "06398012345678", "3,0639980123"])
def test_land_lines_dates_and_numbers_are_not(kinds, cell):
    assert kinds("remarques", cell) == set()


def test_a_land_line_beside_a_name_is_someones(kinds):
    assert kinds("telephone", "02 61 91 00 01", prenom="Paul") == {"phone"}


def test_a_mobile_in_a_public_column_is_less_sure(find):
    (found,) = find({"EQUIP_TEL": "+33639980123"}, "scdl/equipements")
    assert (found.kind, found.confidence, found.value) == ("phone", "medium", "+3" + "•" * 8 + "23")


def test_references_are_not_dialled(kinds):
    assert kinds("idBeneficiaire", "0639980123", "scdl/subventions") == set()
