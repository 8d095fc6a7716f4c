import pytest
from ckan.tests import factories, helpers

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


def test_the_page_of_a_present_commune_stays(merged, app):
    assert app.get(f"/organization/{PRESENT}", follow_redirects=False).status_code == 200


def test_its_page_stays_while_the_new_commune_has_none(app):
    factories.Organization(name=FORMER, title="Brunelles", territory_type="commune", insee_code="28063")
    assert app.get(f"/organization/{FORMER}", follow_redirects=False).status_code == 200


def test_its_datasets_and_its_entry_in_the_api_stay(merged, app):
    owner = helpers.call_action("organization_show", id=FORMER)["id"]
    dataset = factories.Dataset(owner_org=owner, license_id="lov2")
    for address in (f"/dataset/{dataset['name']}", f"/api/3/action/organization_show?id={FORMER}"):
        assert app.get(address, follow_redirects=False).status_code == 200
