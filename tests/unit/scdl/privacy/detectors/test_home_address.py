import pytest


def test_beside_a_persons_name(kinds):
    assert kinds("adresse", "12 rue des Lilas", nom="Fictif", prenom="Paul") == {"home-address"}


def test_in_a_column_that_says_so(kinds):
    assert kinds("adresse_personnelle", "12 rue des Lilas") == {"home-address"}


def test_with_a_name_in_a_text(kinds):
    found = kinds("DELIB_OBJET", "Vente à M. Fictif, 12 rue des Lilas", "scdl/deliberations")
    assert "home-address" in found


@pytest.mark.parametrize("beside", [{}, {"nom": "Gymnase municipal"}])
def test_a_places_address_is_public(kinds, beside):
    assert kinds("adresse", "12 rue Jean Moulin", **beside) == set()
