import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import ckan.model as model
import ckan.plugins as plugins
import pytest
import requests
from ckan.tests import factories
from ckan.tests.helpers import _get_test_app, call_action
from werkzeug.datastructures import FileStorage
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from tests.portal.conftest import non_clean_db, reset_db  # noqa: F401  # fixtures

HERE = Path(__file__).parent
TEST_DATA = HERE.parents[1] / "test-data" / "datagouv"


class Platform:
    """data.gouv.fr itself: udata's API on a loopback port, and what its people and its clock do (server.py)."""

    def __init__(self, python, schemas):
        command = [python, HERE / "server.py", TEST_DATA / "licences.json", schemas]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        told = json.loads(self.process.stdout.readline())
        self.address, self.organization = told["address"], told["organization"]
        self.keys = {name: told[name] for name in ("key", "stranger", "root")}

    def control(self, path, **body):
        answer = requests.post(f"{self.address}/test/{path}", json=body, timeout=60)
        assert answer.ok, answer.text
        return answer.json()

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=120)


class Harvester:
    """udata in its own process: it remembers, from one harvest to the next, what it has taken."""

    def __init__(self, python, schemas_url):
        command = [python, HERE / "harvester.py", TEST_DATA / "licences.json", schemas_url]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, **pipes)
        assert self.process.stdout.readline() == "ready\n"

    def harvest(self, url, **options):
        """Harvest an address with the back end `backend` (dcat unless said), which keeps to one `organization`."""
        self.process.stdin.write(json.dumps({"url": url, **options}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def stop(self):
        self.process.stdin.close()
        self.process.wait(timeout=120)


@pytest.fixture(scope="session")
def udata_python():
    done = subprocess.run([sys.executable, HERE / "venv_of_udata.py"], check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def platform(udata_python):
    schemas = Response((TEST_DATA / "schemas.json").read_text(encoding="utf-8"), mimetype="application/json")
    server = make_server("127.0.0.1", 0, schemas, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    platform = Platform(udata_python, f"http://127.0.0.1:{server.port}")
    yield platform
    platform.stop()
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def app():
    """Load the plugins and make the application, once."""
    plugins.load_all()
    yield _get_test_app()
    plugins.unload_all()


class Watched:
    """The portal, in which something can happen just before it answers a second page of a feed."""

    def __init__(self, app):
        self.app, self.before_second_page = app, None

    def __call__(self, environ, start_response):
        if "after=" in environ["QUERY_STRING"] and self.before_second_page:
            happening, self.before_second_page = self.before_second_page, None
            happening()
            model.Session.remove()
        return self.app(environ, start_response)


@pytest.fixture(scope="module")
def watched(app):
    return Watched(app.app)


@pytest.fixture
def during_the_crawl(watched):
    """Have a function called between the first and the second page of the next harvest."""
    yield lambda function: setattr(watched, "before_second_page", function)
    watched.before_second_page = None


@pytest.fixture(scope="module")
def address(watched) -> Iterator[str]:
    """Serve the portal, and the schemas' catalogue beside it, on a loopback port; return the portal's address."""
    schemas = Response((TEST_DATA / "schemas.json").read_text(encoding="utf-8"), mimetype="application/json")
    server = make_server("127.0.0.1", 0, DispatcherMiddleware(watched, {"/schemas.json": schemas}), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def portal(address, ckan_config, monkeypatch) -> str:
    """Return the portal's address, which its feeds declare."""
    monkeypatch.setitem(ckan_config, "ckan.site_url", address)
    return address


@pytest.fixture(scope="module")
def harvester(address, udata_python) -> Iterator[Harvester]:
    harvester = Harvester(udata_python, address + "/schemas.json")
    yield harvester
    harvester.stop()


@pytest.fixture
def operator(app, non_clean_db):
    """Return what every action of the test runs as."""
    return {"user": factories.Sysadmin()["name"], "ignore_auth": True}


@pytest.fixture
def town(operator):
    return factories.Organization(
        user={"name": operator["user"]},
        title="Châteaudun",
        territory_type="commune",
        insee_code="28088",
        official_email="mairie@ville-chateaudun.fr",
        website="https://www.ville-chateaudun.fr/",
    )


@pytest.fixture
def upload():
    """Make an upload of a file of the test data."""
    return lambda name: FileStorage(BytesIO((TEST_DATA / name).read_bytes()), filename=name, name="upload")


@pytest.fixture
def publish(town, operator):
    """Create a dataset of the town through the API."""

    def create(**fields):
        data = {"title": "Délibérations de Châteaudun", "notes": "Exemple", "license_id": "lov2", "state": "active"}
        name = factories.Dataset.stub().name
        return call_action("package_create", operator, **{**data, "name": name, "owner_org": town["id"], **fields})

    return create
