import pytest

from ckanext.territories.bodies import bodies, label
from ckanext.territories.cog import cog


def by_name(found):
    return {body.name: body for body in found}


def test_a_commune_brings_its_epci_departement_and_region_parents_first():
    found = bodies([cog().commune("28088")])
    assert [body.name for body in found] == [
        "region-centre-val-de-loire",
        "departement-eure-et-loir",
        "communaute-de-communes-du-grand-chateaudun-200069961",
        "chateaudun-28088",
    ]
    assert [body.parent for body in found] == [
        None,
        ("region", "24"),
        ("departement", "28"),
        ("epci", "200069961"),
    ]


def test_a_commune_carries_what_the_cog_says():
    body = bodies([cog().commune("28088")])[-1]
    assert body.title == "Châteaudun"
    assert body.fields() == {
        "territory_type": "commune",
        "siren": "212800882",
        "insee_code": "28088",
        "population": "12830",
        "postal_codes": "28200",
    }


def test_a_commune_without_epci_stands_beneath_its_departement():
    assert bodies([cog().commune("29155")])[-1].parent == ("departement", "29")


@pytest.mark.parametrize(("known", "departement"), [([], "28"), (["27"], "27")])
def test_an_epci_across_departements_stands_where_it_mostly_lies_if_the_portal_has_that(known, departement):
    commune = next(row for row in cog().communes_of_epci("200066462") if row.departement == "28")
    epci = by_name(bodies([commune], known))["communaute-de-communes-interco-normandie-sud-eure-200066462"]
    assert epci.parent == ("departement", departement)


def test_only_the_communes_asked_for_come_with_an_epci():
    assert sum(body.kind == "commune" for body in bodies(cog().communes_of_departement("90"))) == 101


def test_names_are_unique_and_valid_over_the_whole_country():
    communes = [commune for code in cog()._departements for commune in cog().communes_of_departement(code)]
    names = [body.name for body in bodies(communes)]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 100 and name.replace("-", "").isalnum() and name.isascii() for name in names)


@pytest.mark.parametrize(
    ("title", "kind", "expected"),
    [
        ("Le Mans", "commune", "Commune du Mans"),
        ("Communauté de communes du Perche", "epci", "Communauté de communes du Perche"),
        ("SDIS", None, "SDIS"),
    ],
)
def test_the_label_says_what_a_body_is(title, kind, expected):
    assert label(title, kind) == expected
