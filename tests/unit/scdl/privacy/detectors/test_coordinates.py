import pytest


@pytest.mark.parametrize(("column", "cell"), [("latitude", "48.07021"), ("coordonnees", "[1.33812, 48.07021]")])
def test_a_house_beside_a_name(kinds, column, cell):
    assert kinds(column, cell, prenom="Paul") == {"coordinates"}


def test_rounded_coordinates_tell_no_house(kinds):
    assert kinds("latitude", "48.07", prenom="Paul") == set()


def test_a_place_is_public(kinds):
    assert kinds("latitude", "48.07021", nom="Salle des fêtes") == set()
    assert kinds("EQUIP_LAT", "48.07021", "scdl/equipements", prenom="Paul") == set()
