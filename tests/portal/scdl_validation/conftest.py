import io
from types import SimpleNamespace
from uuid import uuid4

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import factories
from werkzeug.datastructures import FileStorage

from tests.portal.shared import app, loaded, with_plugins  # noqa: F401  # fixtures


def new_town(name="Châteaudun", capacity="editor"):
    """A commune with a secretary; another address in each test, so that nothing is cleaned."""
    secretary = factories.UserWithToken()
    organization = factories.Organization(
        name=f"commune-{uuid4().hex[:8]}",
        title=name,
        territory_type="commune",
        insee_code="28088",
        siren="212800882",
        postal_codes="28200",
        users=[{"name": secretary["name"], "capacity": capacity}],
    )
    return SimpleNamespace(
        id=organization["id"], name=organization["name"], secretary=secretary["name"], token=secretary["token"]
    )


@pytest.fixture
def town(non_clean_db, with_plugins, with_request_context):
    return new_town()


@pytest.fixture
def neighbour(town):
    return new_town("Cloyes")


@pytest.fixture
def act():
    """Return a function that runs an action as somebody, rights checked."""

    def run(user, action, **data):
        return tk.get_action(action)({"user": user, "model": model}, data)

    return run


def upload(content, name="table.csv"):
    """A file as a form sends it."""
    return FileStorage(io.BytesIO(content), filename=name)
