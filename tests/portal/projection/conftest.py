from types import SimpleNamespace

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import factories
from ckanext.socle.harvesters.projection import describing, jobs
from ckanext.socle.harvesters.projection.bodies import bodies

from tests.portal.shared import app, loaded, with_plugins  # noqa: F401  # fixtures
from tests.unit.projection.tables import Server, table

CHATEAUDUN, CHARTRES, GRAND_CHATEAUDUN = "28088", "28085", "200069961"
CONTENT = "commune;nom;valeur\n28088;a;1\n28088;b;2\n28085;c;3\n"


@pytest.fixture
def server():
    served = Server()
    yield served
    served.stop()


@pytest.fixture
def portal(with_plugins, clean_db, clean_index, ckan_config, with_request_context, tmp_path):
    """Châteaudun, Chartres, their EPCI; the portal may fetch from loopback."""
    ckan_config["ckanext.socle.http.allowed_networks"] = ["127.0.0.0/8"]
    ckan_config["ckanext.socle.http.retries"] = 0
    ckan_config["ckanext.projection.folder"] = str(tmp_path / "projection")
    user = {"name": factories.Sysadmin()["name"]}
    towns = {"territory_type": "commune", "postal_codes": "28200"}
    factories.Organization(
        user=user, name="chateaudun-28088", title="Châteaudun", insee_code=CHATEAUDUN, siren="212800882", **towns
    )
    factories.Organization(
        user=user, name="chartres-28085", title="Chartres", insee_code=CHARTRES, siren="212800858", **towns
    )
    factories.Organization(
        user=user,
        name="grand-chateaudun",
        title="Communauté de communes du Grand Châteaudun",
        territory_type="epci",
        siren=GRAND_CHATEAUDUN,
    )
    return SimpleNamespace(folder=tmp_path / "projection")


@pytest.fixture
def national(portal, server):
    """A small national table, served."""
    server.files["/t.csv"] = CONTENT.encode()
    return table(source={"addresses": (f"{server.url}/t.csv",)}, order=("nom",))


@pytest.fixture
def publish(national):
    """Run the table; the content of the file may change."""

    def run(server=None, content=None, known=national, **options):
        if content is not None:
            server.files["/t.csv"] = content.encode()
        return jobs.run(known, **options)

    return run


@pytest.fixture
def dataset(national):
    """A commune's dataset, as package_show gives it."""

    def show(code=CHATEAUDUN, known=national):
        body = next(each for each in bodies() if each.code == code)
        return tk.get_action("package_show")({"ignore_auth": True}, {"id": describing.ids(known.name, body).package})

    return show


def extras(package):
    return {each["key"]: each["value"] for each in package["extras"]}


def state(package_id):
    model.Session.expire_all()
    return model.Package.get(package_id).state
