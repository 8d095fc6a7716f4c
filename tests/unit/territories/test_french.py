import pytest

from ckanext.territories.cog import cog
from ckanext.territories.french import epci_title, fold, of, of_departement, slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Châteaudun", "de Châteaudun"),
        ("Le Mans", "du Mans"),
        ("Les Herbiers", "des Herbiers"),
        ("La Ferté-Bernard", "de La Ferté-Bernard"),
        ("L'Aigle", "de L’Aigle"),
        ("Abondant", "d’Abondant"),
        ("Épernon", "d’Épernon"),
        ("Œting", "d’Œting"),
        ("Yèvres", "d’Yèvres"),
        ("Hanches", "d’Hanches"),
        ("Houdan", "de Houdan"),
        ("Hœnheim", "de Hœnheim"),
        ("Lesneven", "de Lesneven"),
        ("Ville-d'Avray", "de Ville-d’Avray"),
        ("Communauté de communes du Perche", "de la Communauté de communes du Perche"),
        ("Eurométropole de Strasbourg", "de l’Eurométropole de Strasbourg"),
        ("Département d’Eure-et-Loir", "du Département d’Eure-et-Loir"),
        ("Région Centre-Val de Loire", "de la Région Centre-Val de Loire"),
        ("Syndicat mixte ouvert Eure-et-Loir Numérique", "du Syndicat mixte ouvert Eure-et-Loir Numérique"),
        ("Chartres Métropole", "de Chartres Métropole"),
    ],
)
def test_a_name_after_de(name, expected):
    assert of(name) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [("28", "d’Eure-et-Loir"), ("72", "de la Sarthe"), ("45", "du Loiret"), ("22", "des Côtes-d’Armor"),
     ("01", "de l’Ain"), ("75", "de Paris")],
)  # fmt: skip
def test_a_departement_after_de(code, expected):
    assert of_departement(cog().departement(code)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CC du Perche", "Communauté de communes du Perche"),
        ("CA Chartres Métropole", "Communauté d’agglomération Chartres Métropole"),
        ("CU d'Arras", "Communauté urbaine d’Arras"),
        ("Métropole de Lyon", "Métropole de Lyon"),
    ],
)
def test_an_epci_is_named_in_full(name, expected):
    assert epci_title(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("L'Haÿ-les-Roses", "l-hay-les-roses"), ("L’Aigle", "l-aigle"), ("Œting", "oeting"), ("Châteaudun", "chateaudun")],
)
def test_a_name_in_an_address(name, expected):
    assert slug(name) == expected


def test_a_long_name_is_cut_for_an_address_without_a_loose_dash():
    assert slug("Une communauté", limit=4) == "une"


def test_folding_keeps_words_apart():
    assert fold("  Saint-Lubin–des-JONCHERETS ") == "saint lubin des joncherets"
