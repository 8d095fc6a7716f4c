from dataclasses import replace

import pytest
from ckan.tests import factories, helpers

from ckanext.territories.bodies import bodies
from ckanext.territories.cog import Cog, cog
from ckanext.territories.loading import Loader

pytestmark = pytest.mark.usefixtures("clean_db", "clean_index", "with_plugins", "with_request_context")

FORMER, PRESENT = "brunelles-28063", "arcisses-28236"


@pytest.fixture
def merged(open_bodies):
    """The organisation of Brunelles, which was there before the merger, with a dataset."""
    factories.Organization(name=FORMER, title="Brunelles", territory_type="commune", insee_code="28063")
    open_bodies("28236")
    return FORMER


def test_the_organisation_stays_and_its_people_answer_to_the_new_commune(merged, member):
    assert [step.name for step in Loader().merge()] == [FORMER]
    shown = helpers.call_action("organization_show", id=FORMER)
    assert (shown["title"], shown["insee_code"], shown["parent"]) == ("Brunelles", "28063", PRESENT)


def test_a_second_run_has_nothing_to_place(merged):
    list(Loader().merge())
    assert list(Loader().merge()) == []


@pytest.mark.parametrize("page", ["/organization/{}", "/organization/{}?q=x", "/organization/about/{}"])
def test_its_page_leads_to_that_of_the_new_commune(merged, app, page):
    answer = app.get(page.format(FORMER), follow_redirects=False)
    assert answer.status_code == 301
    assert answer.headers["location"].endswith(page.format(PRESENT).split("?")[0])


def test_the_page_of_the_new_commune_keeps_the_history(merged, app):
    page = app.get(f"/organization/{PRESENT}").body
    assert ("28063" in page, "Coudreceau" in page) == (True, True)
    assert f"organization={FORMER}" in page


def test_the_page_of_a_present_commune_stays(merged, app):
    assert app.get(f"/organization/{PRESENT}", follow_redirects=False).status_code == 200


def test_its_page_stays_while_the_new_commune_has_none(app):
    factories.Organization(name=FORMER, title="Brunelles", territory_type="commune", insee_code="28063")
    assert app.get(f"/organization/{FORMER}", follow_redirects=False).status_code == 200


def test_the_block_and_the_feeds_of_a_merged_commune_lead_to_the_new_one(merged, app):
    for end in ("bloc", "bloc.json", "integrer", "publications.atom", "publications.rss"):
        answer = app.get(f"/organization/{FORMER}/{end}", follow_redirects=False)
        assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (301, "*")
        assert answer.headers["location"].endswith(f"/organization/{PRESENT}/{end}")
    assert app.get(f"/organization/{PRESENT}/bloc.json", follow_redirects=False).status_code == 200


def test_a_commune_that_split_keeps_its_address_and_its_data(open_bodies, app):
    """Saline (14712), made of Troarn and Sannerville in 2017, was parted again on 31 December 2019."""
    fields = {"title": "Saline", "territory_type": "commune", "insee_code": "14712", "siren": "200064673"}
    before = factories.Organization(name="saline-14712", **fields)
    dataset = factories.Dataset(owner_org=before["id"], license_id="lov2")
    open_bodies("14712", "14666")
    after = helpers.call_action("organization_show", id=before["id"])
    assert (after["name"], after["title"], after["siren"]) == ("saline-14712", "Troarn", "211407127")
    assert helpers.call_action("package_show", id=dataset["id"])["owner_org"] == before["id"]
    assert helpers.call_action("organization_show", id="sannerville-14666")["siren"] == "211406665"
    for name in ("saline-14712", "sannerville-14666"):
        assert app.get(f"/organization/{name}", follow_redirects=False).status_code == 200


def test_a_commune_that_is_restored_has_its_page_and_its_place_back(merged, app, monkeypatch):
    list(Loader().merge())
    again = replace(cog().commune("28236"), code="28063", name="Brunelles", siren=None)
    known = Cog.commune
    monkeypatch.setattr(Cog, "former", lambda _cog, _code: None)
    monkeypatch.setattr(Cog, "commune", lambda data, code: again if code == again.code else known(data, code))
    steps = [*(loader := Loader()).load(bodies([again], loader.departements())), *loader.merge()]
    assert FORMER in {step.name for step in steps if step.outcome == "updated"}
    assert helpers.call_action("organization_show", id=FORMER)["parent"] != PRESENT
    assert app.get(f"/organization/{FORMER}", follow_redirects=False).status_code == 200


def test_its_datasets_and_its_entry_in_the_api_stay(merged, app):
    owner = helpers.call_action("organization_show", id=FORMER)["id"]
    dataset = factories.Dataset(owner_org=owner, license_id="lov2")
    for address in (f"/dataset/{dataset['name']}", f"/api/3/action/organization_show?id={FORMER}"):
        assert app.get(address, follow_redirects=False).status_code == 200
