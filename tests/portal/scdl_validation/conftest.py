import io
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import ckan.plugins.toolkit as tk
import pytest
import rq
from ckan import model
from ckan.lib import jobs
from ckan.lib.redis import connect_to_redis
from ckan.tests import factories
from flask import g
from werkzeug.datastructures import FileStorage

from ckanext.scdl_validation import states
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


@pytest.fixture(autouse=True)
def nobody_has_called(with_plugins):
    """The calls of one test do not count in the next."""
    connection = connect_to_redis()
    for key in connection.scan_iter("scdl_validation:calls:*"):
        connection.delete(key)


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


FILES = Path(__file__).parents[3] / "test-data" / "scdl"
VALID = (FILES / "deliberations-chateaudun.csv").read_bytes()
FAULTY = (FILES / "deliberations-chateaudun-erreurs.csv").read_bytes()
SCHEMA = "https://schema.data.gouv.fr/schemas/scdl/deliberations/2.1.5/schema.json"
# A phone number that is somebody's, in a column which no schema asks for.
PERSONAL = b"nom,telephone_portable\nM. Jean Dupont,06 12 34 56 78\nMme Anne Durand,06 98 76 54 32\n"
SMALL = "ckanext.scdl_validation.check_at_once_size"


@pytest.fixture
def dataset(town):
    """Return a function that makes a dataset without files."""

    def made(owner=town):
        return factories.Dataset(
            owner_org=owner.id,
            notes="Les délibérations",
            license_id="lov2",
            user={"name": owner.secretary},
        )

    return made


@pytest.fixture
def publish(town, act, dataset):
    """Return a function that publishes a file as the secretary does with CKAN's form."""

    def published(content=VALID, schema=SCHEMA, name="table.csv", owner=town, package=None, **fields):
        package = package or dataset(owner)["id"]
        given = {"schema": schema} if schema else {}
        given |= {"upload": upload(content, name), "url": name} if content is not None else {}
        return act(owner.secretary, "resource_create", package_id=package, **given, **fields)

    return published


@pytest.fixture
def later(monkeypatch):
    """Even the smallest file is checked in a job."""
    monkeypatch.setitem(tk.config, SMALL, 0)
    jobs.get_queue().empty()


@pytest.fixture
def work():
    """Return a function that does what waits in the queue, in this process."""

    def done():
        queue = jobs.get_queue()
        rq.SimpleWorker([queue], connection=queue.connection).work(burst=True)

    return done


@pytest.fixture
def policy(monkeypatch):
    """Return a function that sets an option of the room."""

    def put(**options):
        for name, value in options.items():
            monkeypatch.setitem(tk.config, f"ckanext.scdl_validation.{name}", value)

    return put


@pytest.fixture
def status(act, town):
    """Return a function that gives the last check of a resource, as its secretary sees it."""
    return lambda resource, user=town.secretary: act(user, "resource_validation_show", resource_id=resource["id"])


@pytest.fixture
def visit(app):
    """Return a function that asks for a page or an API as somebody, told by an API token."""

    def asked(path, user=None, method="get", **options):
        # The test's own request context lends its user to the application's.
        g.pop("_login_user", None)
        headers = {"Authorization": user.token} if user else {}
        answer = getattr(app, method)(path, headers=headers, **options)
        g.pop("_login_user", None)
        return answer

    return asked


def state_of(resource):
    return states.get(resource["id"])


def shown(resource):
    """A resource as an operator's program gets it."""
    return tk.get_action("resource_show")({"ignore_auth": True}, {"id": resource["id"]})
