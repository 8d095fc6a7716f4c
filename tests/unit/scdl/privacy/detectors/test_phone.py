import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.scdl.privacy.inspection import NO_SCHEMA, inspect
from ckanext.scdl.reading import Table


@pytest.mark.parametrize(
    "cell", ["06 39 98 01 23", "+33 6 39 98 01 23", "0033639980123", "Tél. 0739980123 le soir", "+33 (0)6 39 98 01 23"]
)
def test_a_mobile_is_found(kinds, cell):
    assert kinds("remarques", cell) == {"phone"}


@pytest.mark.parametrize("cell", ["02 61 91 00 01", "06/01/2025 08", "0639", "06398012345678", "3,0639980123"])
def test_land_lines_dates_and_numbers_are_not(kinds, cell):
    assert kinds("remarques", cell) == set()


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "06 12 34 56 78 90 12",
            "06 12 34 56 78 90",
            "06.12.34.56.78.90",
            "+33 6 12 34 56 78 90",
            "07 34 56 78 90 00 12",
        ),
        *("212 800 882 00012", "1 06 12 34 567 890 12", "978-0612345678", "EAN 0612345678905", "28000 0612345678"),
        *("0612345678,50", "7 12 34 56 78,50", "6 12 34 56 78 €", "0612345678 euros", "48.0612345678"),
        *("06-12-2024 10:30", "2024-06-12-34-56-78", "2024\u00a006\u00a012\u00a034\u00a056\u00a078"),
        *(
            "0612345678AB",
            "a1b2c3d4-e5f6-4a7b-8c9d-0612345678ab",
            "0612345678_v2",
            "https://mairie.example/acte/0612345678",
        ),
        *("compte 0612345678", "SIRET : 0612345678", "contrat n° 0612345678"),
    ],
)
def test_what_only_resembles_a_number_is_none(kinds, cell):
    assert "phone" not in kinds("remarques", cell)


@pytest.mark.parametrize(
    "after",
    [
        *(" 28000 Chartres", " 12 rue des Lilas", " 02 61 91 00 01", " 0261910001", " 14h30", " 14 h 30", " 24/24"),
        *(" - 2 places", " (perso)", ", 06 39 98 01 24", " / 07 39 98 01 23", "\n3 enfants", " 20 ans", "."),
    ],
)
def test_a_number_is_found_whatever_comes_after(kinds, after):
    assert "phone" in kinds("remarques", f"06 39 98 01 23{after}")


@pytest.mark.parametrize("by", [" ", ".", "-", "/", "\u00a0", "\u202f", ""])
@given(pairs=st.lists(st.integers(10, 99), min_size=4, max_size=9))
def test_five_pairs_are_a_phone_and_more_are_none(by, pairs):
    cell = by.join(["06", *map(str, pairs)])
    hits = inspect(Table(("remarques",), [[cell]], "csv"), NO_SCHEMA)
    assert ("phone" in {each.kind for each in hits}) == (len(pairs) == 4)


def test_a_land_line_beside_a_name_is_someones(kinds):
    assert kinds("telephone", "02 61 91 00 01", prenom="Paul") == {"phone"}


def test_a_mobile_in_a_public_column_is_less_sure(find):
    (found,) = find({"EQUIP_TEL": "+33639980123"}, "scdl/equipements")
    assert (found.kind, found.confidence, found.value) == ("phone", "medium", "+3" + "•" * 8 + "23")


def test_references_are_not_dialled(kinds):
    assert kinds("idBeneficiaire", "0639980123", "scdl/subventions") == set()
