import pytest

from ckanext.territories.cog import Zone, cog


def test_it_knows_every_commune_of_the_year():
    assert len(cog()._communes) == 34969


def test_a_commune_carries_its_official_identifiers():
    commune = cog().commune("28088")
    assert (commune.name, commune.siren, commune.postal_codes) == ("Châteaudun", "212800882", ("28200",))
    assert (commune.population, commune.departement, commune.epci) == (12830, "28", "200069961")


def test_an_island_outside_any_epci_has_none():
    assert cog().commune("29155").epci is None


@pytest.mark.parametrize(
    ("insee", "departement"), [("2A004", "2A"), ("97411", "974"), ("98818", "988"), ("75056", "75")]
)
def test_a_commune_lies_in_a_known_departement(insee, departement):
    assert cog().commune(insee).departement == departement
    assert cog().departement(departement)


def test_an_unknown_code_is_nothing():
    assert cog().commune("28999") is None
    assert cog().present("28999") is None


@pytest.mark.parametrize(
    ("siren", "name"), [("212800882", "Châteaudun"), ("200069961", "CC du Grand Châteaudun"), ("123456789", None)]
)
def test_a_siren_leads_to_its_body(siren, name):
    assert getattr(cog().by_siren(siren), "name", None) == name


def test_a_former_commune_leads_to_the_present_one():
    former = cog().former("28063")
    assert (former.name, former.successor) == ("Brunelles", "28236")
    assert cog().present("28063").name == "Arcisses"


def test_the_code_that_a_new_commune_took_over_is_not_a_former_one():
    assert cog().former("28236") is None


def test_every_former_code_has_a_present_commune():
    assert all(cog().commune(former.successor) for former in cog()._former.values())


def test_the_members_of_an_epci_of_several_departements():
    members = cog().communes_of_epci("200066462")
    assert {commune.departement for commune in members} == {"27", "28"}
    assert cog().epci("200066462").departement == "27"


def test_a_departement_and_its_region_list_their_communes():
    eure_et_loir = cog().communes_of_departement("28")
    assert len(eure_et_loir) == 363
    assert {row.code for row in cog().departements_of_region("24")} == {"18", "28", "36", "37", "41", "45"}
    assert len(cog().communes_of_region("24")) > 1700


@pytest.mark.parametrize(
    ("identifier", "zone"),
    [
        ("fr:commune:28088", Zone("fr:commune:28088", "commune", "28088", "Châteaudun")),
        ("fr:commune:28063", Zone("fr:commune:28236", "commune", "28236", "Arcisses")),
        ("fr:epci:200069961", Zone("fr:epci:200069961", "epci", "200069961", "CC du Grand Châteaudun")),
        ("fr:departement:28", Zone("fr:departement:28", "departement", "28", "Eure-et-Loir")),
        ("fr:region:24", Zone("fr:region:24", "region", "24", "Centre-Val de Loire")),
        ("country:fr", Zone("country:fr", "country", "fr", "France")),
        ("fr:commune:00000", None),
        ("fr:canton:2801", None),
        ("28088", None),
        ("", None),
    ],
)
def test_a_zone_of_data_gouv_fr_is_read(identifier, zone):
    assert cog().zone(identifier) == zone
