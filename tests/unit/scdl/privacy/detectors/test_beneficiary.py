import pytest

SUBVENTIONS = "scdl/subventions"


@pytest.mark.parametrize(("cell", "confidence"), [("Mme Fictif", "high"), ("FICTIF Jean", "medium")])
def test_a_person_without_number(find, cell, confidence):
    (found,) = find({"nomBeneficiaire": cell, "idBeneficiaire": "", "rnaBeneficiaire": ""}, SUBVENTIONS)
    assert (found.kind, found.confidence) == ("beneficiary", confidence)


@pytest.mark.parametrize(
    "cell", ["Comité des fêtes", "Les Amis de Jean Fictif", "Fictif SARL", "Garage Jean Fictif", "Victor Hugo"]
)
def test_a_body_is_not(kinds, cell):
    assert kinds("nomBeneficiaire", cell, SUBVENTIONS) == set()


def test_a_number_makes_it_a_body(kinds):
    assert kinds("nomBeneficiaire", "Jean Fictif", SUBVENTIONS, rnaBeneficiaire="W289999001") == set()
    assert kinds("nomBeneficiaire", "Jean Fictif", SUBVENTIONS, idBeneficiaire="552 081 317 66522") == set()


def test_the_givers_own_number_does_not(kinds):
    giver = "21280088200012"
    found = kinds("nomBeneficiaire", "Jean Fictif", SUBVENTIONS, idAttribuant=giver, idBeneficiaire=giver)
    assert found == {"beneficiary"}


def test_a_civility_with_a_siret_is_worth_a_question(find):
    (found,) = find({"nomBeneficiaire": "M. Fictif", "idBeneficiaire": "55208131766522"}, SUBVENTIONS)
    assert found.confidence == "low"


def test_only_initials_are_shown(find):
    (found,) = find({"nomBeneficiaire": "M. Jean Fictif"}, SUBVENTIONS)
    assert found.value == "M• J• F•"
