import pytest


@pytest.mark.parametrize(
    "cell", ["sophie.fictif@exemple.fr", "p.fictif@exemple.fr", "marie28@free.fr", "jean-paul_fictif@orange.fr"]
)
def test_a_persons_address_is_found(kinds, cell):
    assert kinds("EQUIP_EMAIL", cell, "scdl/equipements") == {"email"}


@pytest.mark.parametrize(
    "cell",
    ["mairie@exemple.fr", "mairie.exemple@wanadoo.fr", "ecole.jean-moulin@exemple.fr", "contact@gmail.com", "@exemple"],
)
def test_a_services_is_not(kinds, cell):
    assert kinds("EQUIP_EMAIL", cell, "scdl/equipements") == set()


def test_the_name_is_hidden(find):
    (found,) = find({"remarque": "sophie.fictif@exemple.fr"})
    assert found.value == "s•••@exemple.fr"
