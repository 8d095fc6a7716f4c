import io
from types import SimpleNamespace

import ckan.plugins
import pytest
from bs4 import BeautifulSoup
from ckan.cli.db import _run_migrations
from ckan.tests import factories, helpers
from werkzeug.datastructures import FileStorage

from ckanext.datagouv.checksums import sha256

TABLE = b"DELIB_ID,VOTE_POUR\n2026-001,12\n"


@pytest.fixture(scope="module")
def portal(reset_db, reset_index):
    """A commune with a file, a link and something private; read and written by every test of a module."""
    ckan.plugins.load_all()
    reset_db()
    _run_migrations("window", "head", True)
    reset_index()
    app = helpers._get_test_app()
    with app.flask_app.test_request_context():
        town, token = _town()
        file = publish(town, "deliberations", "Délibérations de l’année", TABLE)
    yield SimpleNamespace(app=app, town=town, token=token, file=file)
    ckan.plugins.unload_all()


def _town():
    secretary = factories.UserWithToken()
    town = factories.Organization(
        name="chateaudun-28088",
        title="Châteaudun",
        territory_type="commune",
        siren="212800882",
        insee_code="28088",
        users=[{"name": secretary["name"], "capacity": "editor"}],
    )
    linked = factories.Dataset(name="menus", title="Menus", owner_org=town["id"], license_id="lov2")
    factories.Resource(package_id=linked["id"], url="https://exemple.fr/m.pdf", format="PDF", name="Menus")
    closed = factories.Dataset(name="closed", title="Fermé", owner_org=town["id"], license_id="lov2", private=True)
    factories.Resource(package_id=closed["id"], url="https://exemple.fr/c.pdf", format="PDF", name="Fermé")
    factories.Organization(name="abondant-28001", title="Abondant", territory_type="commune")
    return town, secretary["token"]


def publish(town, name, title, content):
    package = factories.Dataset(name=name, title=title, owner_org=town["id"], license_id="lov2")
    upload = FileStorage(io.BytesIO(content), filename=f"{name}.csv")
    made = helpers.call_action("resource_create", package_id=package["id"], format="CSV", upload=upload, name=title)
    assert made["hash"] == sha256(io.BytesIO(content))
    return made


@pytest.fixture
def get(portal):
    """Return a function that reads an address in English, logged in or not."""

    def read(address, status=200, user=None, **arguments):
        headers = {"Authorization": user} if user else {}
        return portal.app.get(f"/en{address}", status=status, headers=headers, **arguments)

    return read


@pytest.fixture
def page(get):
    """Return a function that reads a page as a parsed document."""
    return lambda *arguments, **named: BeautifulSoup(get(*arguments, **named).body, "html.parser")


@pytest.fixture
def certificate(portal):
    """A certificate of what the town has published."""
    with portal.app.flask_app.test_request_context():
        return helpers.call_action("publication_certificate_create", organization=portal.town["name"])
