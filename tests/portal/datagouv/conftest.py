from io import BytesIO
from pathlib import Path

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action
from rdflib import Graph
from werkzeug.datastructures import FileStorage

from tests.portal.shared import app, loaded, with_plugins  # noqa: F401  # fixtures

TEST_DATA = Path(__file__).parents[3] / "test-data" / "datagouv"
SCHEMA = "https://schema.data.gouv.fr/schemas/scdl/deliberations/2.1.3/schema.json"
EU = "http://publications.europa.eu/resource/authority/"

TOWN = {
    "title": "Châteaudun",
    "territory_type": "commune",
    "insee_code": "28088",
    "siren": "212800882",
    "official_email": "mairie@chateaudun.exemple.fr",
    "website": "https://www.ville-chateaudun.fr/",
}
DATASET = {
    "title": "Délibérations de Châteaudun",
    "notes": "Délibérations **publiées** au format SCDL.\n\n* une puce\n* été, œuvre, 12 €",
    "license_id": "lov2",
    "frequency": EU + "frequency/BIMONTHLY",
    "theme": EU + "data-theme/GOVE",
    "spatial_zone": "fr:commune:28088",
    "temporal_start": "2025-01-01",
    "temporal_end": "2025-12-31",
    "contact_name": "Service des assemblées",
    "contact_email": "assemblees@chateaudun.exemple.fr",
    "tags": [{"name": "délibérations"}],
}


@pytest.fixture
def content():
    """Return the bytes of a file of the test data."""
    return lambda name: (TEST_DATA / name).read_bytes()


@pytest.fixture
def upload(content):
    """Make an upload of a file of the test data."""
    return lambda name: FileStorage(stream=BytesIO(content(name)), filename=name, name="upload")


@pytest.fixture
def sysadmin():
    return factories.Sysadmin()["name"]


@pytest.fixture
def town(with_plugins, non_clean_db, sysadmin):
    return factories.Organization(user={"name": sysadmin}, **TOWN)


@pytest.fixture
def publish(town, sysadmin):
    """Create a dataset of the town through the API: `publish(title="…", resources=[…])`."""

    def create(**fields):
        name = factories.Dataset.stub().name
        data = {**DATASET, "name": name, "owner_org": town["id"], "state": "active", **fields}
        return call_action("package_create", {"user": sysadmin, "ignore_auth": True}, **data)

    return create


@pytest.fixture
def deposit(publish, sysadmin, upload):
    """Publish a dataset with one uploaded file; return the dataset as the API shows it."""

    def create(**fields):
        package = publish()
        resource = {"name": "Délibérations 2025", "format": "CSV", "schema": SCHEMA, **fields}
        context = {"user": sysadmin, "ignore_auth": True}
        file = upload("deliberations.csv")
        call_action("resource_create", context, package_id=package["id"], upload=file, **resource)
        return call_action("package_show", id=package["id"])

    return create


@pytest.fixture
def read_feed(app, town):
    """Fetch a page of the town's feed and return its graph."""

    def read(extension="xml", query="", organization=None):
        name = organization or town["name"]
        answer = app.get(f"/organization/{name}/catalog.{extension}{query}", follow_redirects=False)
        assert answer.status_code == 200
        kinds = {"xml": "xml", "ttl": "turtle", "jsonld": "json-ld"}
        return Graph().parse(data=answer.get_data(as_text=True), format=kinds[extension])

    return read
