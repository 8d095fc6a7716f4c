from types import SimpleNamespace

import ckan.plugins
import pytest
from bs4 import BeautifulSoup
from ckan.tests import factories, helpers

SCHEMA = "https://schema.data.gouv.fr/schemas/scdl/deliberations/2.1.5/schema.json"
THEME = "http://publications.europa.eu/resource/authority/data-theme/GOVE"
LINK = {"url": "https://exemple.fr/m.pdf", "format": "PDF", "name": "A link"}


@pytest.fixture(scope="module")
def portal(reset_db, reset_index):
    """A portal with a small territory, read by every test of a module (a clean database costs seconds)."""
    ckan.plugins.load_all()
    reset_db()
    reset_index()
    app = helpers._get_test_app()
    with app.flask_app.test_request_context():
        town = _bodies()
        sysadmin = factories.SysadminWithToken()
        tables = _datasets(town["id"])
    yield SimpleNamespace(app=app, token=sysadmin["token"], **tables)
    ckan.plugins.unload_all()


def _bodies():
    epci = factories.Organization(
        name="grand-chateaudun-200070159", title="Grand Châteaudun", territory_type="epci", siren="200070159"
    )
    above = {"territory_type": "commune", "groups": [{"name": epci["name"]}]}
    factories.Organization(name="abondant-28001", title="<b>Abondant</b>", insee_code="28001", **above)
    codes = {"insee_code": "28088", "postal_codes": "28200", "population": "12830"}
    return factories.Organization(name="chateaudun-28088", title="Châteaudun", **codes, **above)


def _datasets(town):
    decisions = _dataset(town, "deliberations", "Délibérations", theme=THEME)
    link = factories.Resource(package_id=decisions["id"], **{**LINK, "name": "Guide", "resource_type": "documentation"})
    table = _rows(decisions, [{"DELIB_ID": f"2024-{number:03}", "VOTE_POUR": number} for number in range(1, 61)])
    facts = {"id": table, "schema": SCHEMA, "validation_status": "failure", "format": "CSV"}
    helpers.call_action("resource_patch", **facts)
    factories.Resource(package_id=_dataset(town, "menus", "Menus")["id"], **LINK)
    _dataset(town, "without-file", "Sans fichier")
    _dataset(town, "closed", "Fermé", private=True)
    hostile = _rows(_dataset(town, "hostile", "Valeurs"), [{"a": "<script>alert(1)</script>"}])
    return {"table": table, "link": link["id"], "hostile": hostile}


def _dataset(town, name, title, **fields):
    return factories.Dataset(name=name, title=title, owner_org=town, license_id="lov2", **fields)


def _rows(package, records):
    resource = {"package_id": package["id"]}
    return helpers.call_action("datastore_create", resource=resource, records=records, force=True)["resource_id"]


@pytest.fixture
def page(portal):
    """Return a function that reads a page, in English, as its parsed document."""

    def read(address, status=200, **arguments):
        answer = portal.app.get(f"/en{address}", status=status, **arguments)
        return BeautifulSoup(answer.body, "html.parser")

    return read
