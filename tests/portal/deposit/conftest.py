import io
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import factories, helpers
from werkzeug.datastructures import FileStorage

from tests.portal.shared import app, loaded, with_plugins  # noqa: F401  # fixtures

FILES = Path(__file__).parents[3] / "test-data" / "scdl"
VALID, FAULTY = FILES / "deliberations-chateaudun.csv", FILES / "deliberations-chateaudun-erreurs.csv"
SCHEMA = "scdl/deliberations"


def new_town(title="Châteaudun"):
    """A commune with a secretary who may publish for it. Another address in each test, so that nothing is cleaned."""
    secretary = factories.User()
    organization = factories.Organization(
        name=f"commune-{uuid4().hex[:8]}",
        title=title,
        territory_type="commune",
        insee_code="28088",
        siren="212800882",
        postal_codes="28200",
        official_email="mairie@chateaudun.example",
        users=[{"name": secretary["name"], "capacity": "editor"}],
    )
    return SimpleNamespace(id=organization["id"], name=organization["name"], secretary=secretary["name"])


@pytest.fixture
def town(non_clean_db, migrate_db_for, with_plugins, with_request_context):
    """Châteaudun, with its secretary."""
    # The first cleaning of a run leaves the core's tables only.
    migrate_db_for("deposit")
    return new_town()


@pytest.fixture
def act():
    """Return a function that runs an action as somebody, rights checked."""

    def run(user, action, **data):
        return tk.get_action(action)({"user": user, "model": model}, data)

    return run


@pytest.fixture
def begin(town, act):
    """Return a function that begins a deposit, and gives it a file when one is given."""

    def begun(path=None, content=None, name=None, schema=SCHEMA):
        deposit = act(town.secretary, "deposit_create", organization=town.name, schema=schema)
        if path is None and content is None:
            return deposit
        return act(town.secretary, "deposit_file", id=deposit["id"], upload=upload(path, content, name))

    return begun


def upload(path=None, content=None, name=None):
    """A file as a form sends it."""
    data = path.read_bytes() if content is None else content
    return FileStorage(io.BytesIO(data), filename=name or (path.name if path else "table.csv"))


def package(identifier):
    return helpers.call_action("package_show", id=identifier)


def rows(resource_id):
    found = helpers.call_action("datastore_search", resource_id=resource_id, limit=1000)
    return found["records"], {field["id"]: field["type"] for field in found["fields"]}
