import re
from pathlib import Path

import ckan.model as model
import pytest
from ckan.tests import factories, helpers

from ckanext.territories import cli
from ckanext.territories.bodies import bodies
from ckanext.territories.cog import cog
from ckanext.territories.loading import Loader

DATA = Path(__file__).parents[3] / "test-data" / "territories"
COMMUNE = "chateaudun-28088"

pytestmark = pytest.mark.usefixtures("clean_db", "clean_index", "with_plugins")


@pytest.fixture
def run(cli):
    from ckanext.territories.cli import territories

    return lambda *words: cli.invoke(territories, words)


def show(name):
    return helpers.call_action("organization_show", id=name)


def outcomes(steps):
    return {step.outcome for step in steps}


def test_a_small_departement_is_opened_and_a_second_run_changes_nothing(run):
    first = run("load", "--departement", "90")
    assert first.exit_code == 0, first.output
    assert len(Loader().departements()) == 1
    assert outcomes(Loader().load(bodies(cog().communes_of_departement("90"), ["90"]))) == {"unchanged"}
    second = run("load", "--departement", "90")
    assert (second.exit_code, "106" in second.output) == (0, True)
    assert second.output != first.output


def test_an_organisation_is_as_complete_as_if_made_by_hand(open_bodies, with_request_context):
    open_bodies("28088")
    loaded = show(COMMUNE)
    by_hand = factories.Organization(name="a-la-main", title="À la main", parent=loaded["parent"], insee_code="28088")
    assert set(loaded) - set(by_hand) == {"territory_type", "siren", "population", "postal_codes"}
    assert (loaded["approval_status"], loaded["state"], loaded["type"]) == ("approved", "active", "organization")
    assert loaded["population"] == "12830"


def test_what_people_wrote_is_left_alone(open_bodies, with_request_context):
    open_bodies("28088")
    mine = {"title": "Ville de Châteaudun", "website": "https://ville.example", "description": "La ville."}
    helpers.call_action("organization_patch", id=COMMUNE, **mine)
    assert outcomes(open_bodies("28088")) == {"unchanged"}
    assert {key: show(COMMUNE)[key] for key in mine} == mine


def test_what_the_cog_says_is_brought_up_to_date(open_bodies, with_request_context):
    open_bodies("28088")
    epci = show(COMMUNE)["parent"]
    helpers.call_action("organization_patch", id=COMMUNE, population="1", parent="")
    assert [step.detail for step in open_bodies("28088") if step.outcome == "updated"] == ["parent population"]
    assert (show(COMMUNE)["population"], show(COMMUNE)["parent"]) == ("12830", epci)


def test_a_commune_whose_legal_body_changed_takes_its_new_name(open_bodies, with_request_context):
    open_bodies("28236")
    # Before 2019, the code of Arcisses was that of Margon, another legal body.
    helpers.call_action("organization_patch", id="arcisses-28236", title="Margon", siren="212802367")
    open_bodies("28236")
    assert (show("arcisses-28236")["title"], show("arcisses-28236")["siren"]) == ("Arcisses", "200084531")


def test_an_organisation_made_by_hand_is_recognised_by_its_siren(open_bodies, with_request_context):
    factories.Organization(name="mairie", title="Mairie", siren="212800882")
    open_bodies("28088")
    assert show("mairie")["insee_code"] == "28088"
    assert model.Group.get(COMMUNE) is None


def test_an_organisation_deleted_by_hand_is_left_so(open_bodies, with_request_context):
    open_bodies("28088")
    helpers.call_action("organization_delete", id=COMMUNE)
    assert [step.name for step in open_bodies("28088") if step.outcome == "deleted"] == [COMMUNE]
    assert model.Group.get(COMMUNE).state == "deleted"


def test_a_list_opens_its_communes_and_tells_its_odd_lines(run):
    done = run("load", "--only", str(DATA / "communes-eure-et-loir.csv"))
    assert done.exit_code == 0, done.output
    assert re.search(r"\b6\b.*28999", done.output)
    assert model.Group.get("abondant-28001") is not None
    assert model.Group.get("brou-28061") is None


@pytest.mark.parametrize(
    ("words", "word"),
    [
        (["--departement", "99"], "99"),
        (["--region", "99"], "99"),
        ([], "--departement"),
        (["--only", str(DATA / "sans-code-insee.csv")], "code_insee"),
        (["--departement", "90", "--only", str(DATA / "windows-1252-tabulations.csv")], "windows-1252-tabulations.csv"),
    ],
)
def test_a_wrong_demand_is_told_in_a_sentence(run, words, word):
    done = run("load", *words)
    assert done.exit_code != 0
    assert word in done.output
    assert "Traceback" not in done.output


def test_the_tree_is_printed(run, open_bodies):
    open_bodies("28088")
    lines = run("tree").output.splitlines()
    assert lines[0].startswith("Région Centre-Val de Loire")
    assert lines[3] == f"      Châteaudun  ({COMMUNE})"
    assert run("tree", "nulle-part").exit_code != 0


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("28088", "SIREN 212800882"),
        ("28063", "28236  Arcisses"),
        ("200069961", "28088  Châteaudun"),
        ("fr:region:24", "28  Eure-et-Loir"),
        ("99999", "99999"),
    ],
)
def test_a_code_is_explained(run, code, expected):
    assert expected in run("show", code).output


def test_no_command_of_the_group_is_a_command_of_ckan():
    assert cli.__all__ == ["territories"]


def test_a_departement_placed_beneath_a_syndicat_stays_there(run, with_request_context):
    factories.Organization(name="sde-90", title="SDE 90", territory_type="syndicat")
    assert run("load", "--departement", "90", "--beneath", "nulle-part").exit_code == 1
    placed = run("load", "--departement", "90", "--beneath", "sde-90")
    assert placed.exit_code == 0, placed.output
    assert show("departement-territoire-de-belfort")["parent"] == "sde-90"
    assert run("load", "--departement", "90").exit_code == 0
    assert show("departement-territoire-de-belfort")["parent"] == "sde-90"
