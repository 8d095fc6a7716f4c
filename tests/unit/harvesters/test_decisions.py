import pytest
from ckanext.socle.harvesters.datagouv.loop_guard import Ourselves, ours
from ckanext.socle.harvesters.datagouv.ownership import Body, Directory, Producer, assign
from ckanext.socle.harvesters.datagouv.settings import Settings

HERE = Ourselves(("https://donnees.exemple.fr/portail", "http://ancien.exemple.fr"), lambda each: each == "chez-nous")


@pytest.mark.parametrize(
    ("harvest", "ours_"),
    [
        (None, False),
        ({}, False),
        ({"domain": "donnees.exemple.fr"}, True),
        ({"domain": "ancien.exemple.fr"}, True),
        ({"domain": "autre.exemple.fr"}, False),
        ({"source_url": "https://donnees.exemple.fr/portail/catalog.xml"}, True),
        ({"source_url": "http://donnees.exemple.fr:80/portail/catalog.xml"}, True),
        ({"source_url": "https://donnees.exemple.fr:8443/portail/catalog.xml"}, False),
        ({"source_url": "https://donnees.exemple.fr/portail-bis/catalog.xml"}, False),
        ({"remote_url": "https://donnees.exemple.fr/portail"}, True),
        ({"uri": "https://ancien.exemple.fr/dataset/1"}, True),
        ({"uri": "pas une adresse [::"}, False),
        ({"remote_id": "chez-nous"}, True),
        ({"remote_id": "ailleurs"}, False),
        ("texte", False),
    ],
)
def test_what_came_from_this_portal_is_not_taken_back(harvest, ours_):
    assert bool(ours({"harvest": harvest, "resources": []}, HERE)) is ours_


@pytest.mark.parametrize(
    ("urls", "ours_"),
    [
        ([], False),
        (["https://donnees.exemple.fr/portail/a.csv"], True),
        (["https://donnees.exemple.fr/portail/a.csv", "https://ancien.exemple.fr/b.csv"], True),
        (["https://donnees.exemple.fr/portail/a.csv", "https://autre.fr/b.csv"], False),
        (["https://donnees.exemple.fr/portail/a.csv", ""], False),
    ],
)
def test_a_dataset_all_of_whose_files_are_ours_is_ours(urls, ours_):
    assert bool(ours({"harvest": None, "resources": [{"url": url} for url in urls]}, HERE)) is ours_


DREUX = Body("1", "dreux", "Dreux", "commune", "212801344", "28134")
AGGLO = Body("2", "agglo", "Agglo de Dreux", "epci", "200040277")
DEPT = Body("3", "eure-et-loir", "Eure-et-Loir", "departement", "222800011", "28", datagouv_id="64d")
TWIN = Body("4", "dreux-bis", "CCAS de Dreux", "autre", "212801344")
OWN = Body("5", "region", "Région", "region", "233700011", "24")
EVERYBODY = Directory((DREUX, AGGLO, DEPT, OWN))
PRODUCER = Producer("64a", "Ville de Dreux", "212801344")


def given(owner="", fallback="", producer=PRODUCER, zones=(), directory=EVERYBODY, own="5"):
    found = assign(Settings(owner=owner, owner_fallback=fallback), directory, own, producer, zones)
    return found.name if isinstance(found, Body) else found.code


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"owner": "siren"}, "dreux"),
        ({"owner": ""}, "dreux"),
        ({"owner": "siren", "producer": Producer("64d", "Département", "")}, "eure-et-loir"),
        ({"owner": "siren", "producer": Producer(), "zones": ["fr:epci:200040277"]}, "agglo"),
        ({"owner": "siren", "producer": Producer(), "zones": ["fr:commune:28134"]}, "dreux"),
        ({"owner": "siren", "producer": Producer("x", "Inconnu", "552081317")}, "no-owner"),
        ({"owner": "siren", "producer": Producer(), "fallback": "agglo"}, "agglo"),
        ({"owner": "", "producer": Producer()}, "region"),
        ({"owner": "", "producer": Producer(), "own": ""}, "no-owner"),
        ({"owner": "zone", "zones": ["fr:departement:28"]}, "eure-et-loir"),
        ({"owner": "zone", "zones": []}, "no-owner"),
        ({"owner": "zone", "zones": ["fr:commune:28134", "fr:epci:200040277"]}, "owners-several"),
        ({"owner": "zone", "zones": ["fr:commune:28134", "fr:epci:200040277"], "fallback": "region"}, "region"),
        ({"owner": "agglo"}, "agglo"),
        ({"owner": "parti"}, "owner-unknown"),
        ({"owner": "agglo", "directory": Directory((DREUX, AGGLO), frozenset("1"))}, "owner-not-yours"),
        ({"owner": "siren", "directory": Directory((DREUX, AGGLO), frozenset("2"))}, "owner-not-yours"),
        ({"owner": "siren", "directory": Directory((DREUX, TWIN))}, "owners-several"),
        ({"owner": "siren", "directory": Directory((DREUX, TWIN), frozenset("1"))}, "dreux"),
    ],
)
def test_who_receives_a_dataset(arguments, expected):
    assert given(**arguments) == expected
