"""Places' names after «de»."""

import pytest

from ckanext.scdl.naming import dataset_title, of_place


@pytest.mark.parametrize(
    ("name", "tncc", "expected"),
    [
        ("Châteaudun", None, "de Châteaudun"),
        ("Illiers-Combray", None, "d’Illiers-Combray"),
        ("Écrosnes", None, "d’Écrosnes"),
        ("Œuilly", None, "d’Œuilly"),
        ("Le Mans", None, "du Mans"),
        ("Les Ulis", None, "des Ulis"),
        ("La Loupe", None, "de La Loupe"),
        ("L'Aigle", None, "de L’Aigle"),
        ("Hyères", 1, "d’Hyères"),
        ("Hanches", 0, "de Hanches"),
        ("Le Coudray", 2, "du Coudray"),
        ("Communauté de communes du Bonnevalais", None, "de la Communauté de communes du Bonnevalais"),
        ("Syndicat des eaux de Ruffin", None, "du Syndicat des eaux de Ruffin"),
        ("Agglomération du Pays de Dreux", None, "de l’Agglomération du Pays de Dreux"),
        ("Villemeux-sur-Eure", None, "de Villemeux-sur-Eure"),
        ("Villeneuve", None, "de Villeneuve"),
    ],
)
def test_of_place(name, tncc, expected):
    assert of_place(name, tncc) == expected


def test_a_dataset_title_names_the_place():
    assert dataset_title("scdl/deliberations", "Châteaudun") == "Délibérations de Châteaudun"
