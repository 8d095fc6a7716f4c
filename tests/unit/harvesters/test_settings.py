import json

import pytest
from ckanext.socle.harvesters.datagouv.problems import HarvestingError
from ckanext.socle.harvesters.datagouv.selection import questions, zones
from ckanext.socle.harvesters.datagouv.settings import Exclusion, Settings, SettingsError, load, parse

from ckanext.territories.codes import zone
from ckanext.territories.cog import cog


def zone_id(text):
    found = zone(text)
    return found.id if found else None


def wrong(**data):
    with pytest.raises(SettingsError) as caught:
        parse(data, zone_id)
    return [(each.setting, each.code) for each in caught.value.problems]


def test_every_setting_is_read():
    data = {
        "organizations": ["21280134400012", "212801344", "64a1000000000000000000d1", "ville-de-dreux"],
        "zones": ["fr:epci:200040277", "28134"],
        "zones_below": True,
        "schemas": ["scdl/deliberations"],
        "tags": ["Conseil municipal"],
        "licenses": ["lov2"],
        "q": " budget ",
        "files": "mirror",
        "max_file_size": 20,
        "owner": "zone",
        "owner_fallback": "agglo-de-dreux",
        "exclude": {
            "datasets": ["https://www.data.gouv.fr/datasets/jeu/"],
            "organizations": ["212801344"],
            "tags": ["x"],
        },
    }
    settings = load(json.dumps(data), zone_id)
    assert settings.zones == ("fr:epci:200040277", "fr:commune:28134")
    assert settings.tags == ("conseil-municipal",)
    assert settings.q == "budget"
    assert settings.exclude == Exclusion(("jeu",), ("212801344",), ("x",))
    assert parse(settings.to_dict(), zone_id) == settings


@pytest.mark.parametrize("text", [None, "", "  ", "{}"])
def test_nothing_is_required(text):
    assert load(text, zone_id) == Settings()


@pytest.mark.parametrize(
    ("data", "setting", "code"),
    [
        ({"organizations": "212801344"}, "organizations", "setting-not-list"),
        ({"organizations": ["Ville de Dreux !"]}, "organizations", "organization-unreadable"),
        ({"organizations": ["12345"]}, "organizations", "organization-unreadable"),
        ({"organizations": [28134]}, "organizations", "setting-not-text"),
        ({"zones": ["fr:commune:99999"]}, "zones", "zone-unknown"),
        ({"zones": ["99999"]}, "zones", "zone-unknown"),
        ({"zones": ["ici"]}, "zones", "zone-unknown"),
        ({"zones_below": "oui"}, "zones_below", "setting-not-flag"),
        ({"schemas": ["deliberations"]}, "schemas", "schema-unreadable"),
        ({"tags": ["!!"]}, "tags", "tag-unreadable"),
        ({"licenses": ["Licence Ouverte"]}, "licenses", "licence-unreadable"),
        ({"q": ["budget"]}, "q", "setting-not-text"),
        ({"files": "copy"}, "files", "setting-not-choice"),
        ({"max_file_size": 0}, "max_file_size", "setting-not-size"),
        ({"max_file_size": True}, "max_file_size", "setting-not-size"),
        ({"owner": "Ville de Dreux"}, "owner", "owner-not-name"),
        ({"exclude": ["x"]}, "exclude", "setting-not-object"),
        ({"exclude": {"tags": [""]}}, "exclude.tags", "setting-not-text"),
        ({"exclude": {"zones": []}}, "exclude.zones", "setting-unknown"),
        ({"organisations": []}, "organisations", "setting-unknown-near"),
        ({"couleur": "bleu"}, "couleur", "setting-unknown"),
    ],
)
def test_a_wrong_setting_is_named(data, setting, code):
    assert wrong(**data) == [(setting, code)]


def test_every_fault_is_told_at_once():
    assert len(wrong(zones=["x"], files="y", owner="Z Z", inconnu=1)) == 4


@pytest.mark.parametrize(("text", "code"), [("{", "settings-not-json"), ("[1]", "settings-not-object")])
def test_what_is_no_object_is_refused(text, code):
    with pytest.raises(SettingsError) as caught:
        load(text, zone_id)
    assert [each.code for each in caught.value.problems] == [code]


def test_zones_outside_the_cog_are_left_to_the_catalogue():
    assert parse({"zones": ["fr:canton:2805", "country:fr"]}, zone_id).zones == ("fr:canton:2805", "country:fr")


def test_a_former_commune_gives_the_present_one():
    former = next(code for code in cog()._former)
    assert parse({"zones": [f"fr:commune:{former}"]}, zone_id).zones == (f"fr:commune:{cog().present(former).code}",)


def test_the_digest_tells_settings_apart():
    one, other = Settings(q="a"), Settings(q="b")
    assert one.digest() == Settings(q="a").digest()
    assert one.digest() != other.digest()


def test_lists_multiply_into_questions():
    settings = Settings(zones=("fr:commune:28134", "fr:commune:28088"), tags=("budget",), q="x")
    asked = [dict(each.filters) for each in questions(settings, ["a", "b"], cog())]
    assert len(asked) == 4
    assert asked[0] == {"organization": "a", "geozone": "fr:commune:28134", "tag": "budget", "q": "x"}


def test_no_setting_is_one_question_about_everything():
    assert [each.filters for each in questions(Settings(), None, cog())] == [()]


def test_producers_that_nobody_knows_leave_nothing_to_ask():
    assert questions(Settings(organizations=("212801344",)), [], cog()) == []


def test_what_lies_beneath_a_zone():
    assert zones(["fr:epci:200040277"], cog())[0] == "fr:epci:200040277"
    assert "fr:commune:28134" in zones(["fr:epci:200040277"], cog())
    below = zones(["fr:departement:28"], cog())
    assert "fr:epci:200040277" in below
    assert len(below) == len(set(below)) > 350
    assert "fr:departement:28" in zones(["fr:region:24"], cog())


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (Settings(zones=("country:fr",), zones_below=True), "country-below"),
        (Settings(zones=("fr:region:24",), zones_below=True, tags=("a", "b", "c")), "too-many-questions"),
    ],
)
def test_a_crawl_too_wide_is_refused(settings, code):
    with pytest.raises(HarvestingError) as caught:
        questions(settings, None, cog())
    assert caught.value.problem.code == code
