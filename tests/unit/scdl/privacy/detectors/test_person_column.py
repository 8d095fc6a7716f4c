import pytest


@pytest.mark.parametrize(
    "column", ["prenom", "Nom de famille", "situation_familiale", "quotientFamilial", "nom du locataire"]
)
def test_a_column_about_people(find, column):
    (found,) = find({column: "texte"})
    assert (found.kind, found.row, found.column) == ("person-column", None, 1)


@pytest.mark.parametrize("column", ["nom_commune", "nom du maire", "rapporteur", "titre", "denomination", "nombre"])
def test_other_columns_are_not(find, column):
    assert find({column: "Fictif"}) == ()


def test_nom_alone_is_told_by_its_values(find):
    assert find({"nom": "Salle polyvalente"}) == ()
    assert [each.kind for each in find({"nom": "M. Paul Fictif"})] == ["person-column"]


def test_a_blank_column_says_nothing(find):
    assert find({"prenom": ""}) == ()


def test_the_schemas_own_columns_are_asked_for(find):
    assert find({"ENFANT_PRENOM": "Jade"}, "scdl/prenoms") == ()


def test_cells_found_one_by_one_are_enough(find):
    assert [each.kind for each in find({"date_naissance": "12/03/1985"})] == ["birth-date"]
