import pytest

DELIBERATIONS = "scdl/deliberations"


@pytest.mark.parametrize(
    "cell", ["Vente d’une parcelle à M. Fictif", "Recrutement de TESTARD Sophie", "Bail consenti à Paul Fictif"]
)
def test_a_private_person(kinds, cell):
    assert kinds("DELIB_OBJET", cell, DELIBERATIONS) == {"natural-person"}


@pytest.mark.parametrize(
    "cell", ["Congé de maladie de Mme Fictif", "Secours à M. Testard", "Sanction de M. Fictif, adjoint"]
)
def test_private_life(kinds, cell):
    assert kinds("DELIB_OBJET", cell, DELIBERATIONS) == {"sensitive"}


@pytest.mark.parametrize(
    "cell",
    [
        "Réfection de la rue Jean Moulin",
        "Travaux à l’école maternelle Marie Fictif",
        "Désignation de Mme Fictif au syndicat",
        "Délégation à M. Fictif, adjoint au maire",
        "Mandat de M. le Maire",
        "Vente à M. X.",
        "Règlement des secours et aides sociales",
    ],
)
def test_places_mandates_and_initials_are_public(kinds, cell):
    assert kinds("DELIB_OBJET", cell, DELIBERATIONS) == set()


def test_the_word_is_told(find):
    (found,) = find({"DELIB_OBJET": "Congé de maladie de Mme Fictif"}, DELIBERATIONS)
    assert found.message() == "«\u00a0M• F•\u00a0» est nommé à côté de «\u00a0Congé de maladie\u00a0»."
