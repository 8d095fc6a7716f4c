"""data.gouv.fr's real harvester takes up the feed of a real portal, without a loss and without a double."""

import hashlib
from datetime import datetime, timedelta, timezone

import pytest
from ckan.tests.helpers import call_action

SCHEMA = "https://schema.data.gouv.fr/schemas/scdl/deliberations/2.1.3/schema.json"
EU = "http://publications.europa.eu/resource/authority/"
DESCRIPTION = "Délibérations **publiées** au format SCDL.\n\n* une puce\n* été, œuvre, 12 €"
EXTENSIONS = ["xml", "ttl", "jsonld"]


@pytest.fixture
def deliberations(publish, operator, upload):
    """Publish a whole dataset with an uploaded file; return it as the API shows it."""
    package = publish(
        notes=DESCRIPTION,
        frequency=EU + "frequency/BIMONTHLY",
        theme=EU + "data-theme/GOVE",
        hvd_category="http://data.europa.eu/bna/c_e1da4e07",
        spatial_zone="fr:commune:28088",
        temporal_start="2025-01-01",
        temporal_end="2025-12-31",
        contact_name="Service des assemblées",
        contact_email="assemblees@ville-chateaudun.fr",
        tags=[{"name": "conseil municipal"}],
    )
    fields = {"name": "Délibérations 2025", "format": "CSV", "schema": SCHEMA}
    call_action("resource_create", operator, package_id=package["id"], upload=upload("deliberations.csv"), **fields)
    return call_action("package_show", id=package["id"])


def feed(portal, town, extension="xml"):
    return f"{portal}/organization/{town['name']}/catalog.{extension}"


def assert_nothing_lost(job):
    """Check that udata skipped nothing, failed at nothing and complained of nothing."""
    assert (job["status"], job["errors"]) == ("done", [])
    assert {(item["status"], *item["errors"], *item["logs"]) for item in job["items"]} == {("done",)}


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_every_field_comes_back(harvester, portal, town, deliberations, extension):
    job = harvester.harvest(feed(portal, town, extension))
    assert_nothing_lost(job)
    [dataset] = job["datasets"]
    assert dataset["title"] == "Délibérations de Châteaudun"
    assert dataset["description"] == DESCRIPTION
    assert (dataset["licence"], dataset["frequency"]) == ("lov2", "bimonthly")
    assert dataset["coverage"] == ["2025-01-01", "2025-12-31"]
    words = ["chateaudun", "conseil-municipal", "gouvernement-et-secteur-public", "hvd", "statistiques"]
    assert dataset["tags"] == words
    website = "https://www.ville-chateaudun.fr/"
    contact = {"role": "contact", "name": "Service des assemblées", "email": "assemblees@ville-chateaudun.fr"}
    publisher = {"role": "publisher", "name": "Châteaudun", "email": "mairie@ville-chateaudun.fr", "form": None}
    assert dataset["contacts"] == [{**contact, "form": website}, publisher]
    assert dataset["remote_id"] == deliberations["id"]
    assert dataset["remote_url"] == f"{portal}/dataset/{deliberations['name']}"


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_every_field_of_the_file_comes_back(harvester, portal, town, deliberations, extension):
    [dataset] = harvester.harvest(feed(portal, town, extension))["datasets"]
    [file] = dataset["resources"]
    source = deliberations["resources"][0]
    assert file["url"] == f"{portal}/dataset/{deliberations['id']}/resource/{source['id']}/fichier.csv"
    assert (file["title"], file["type"]) == ("Délibérations 2025", "main")
    assert (file["format"], file["mime"], file["size"]) == ("csv", "text/csv", source["size"])
    assert file["checksum"] == ["sha256", source["hash"]]
    assert len(source["hash"]) == 64
    assert file["schema"] == {"name": "scdl/deliberations", "version": "2.1.3", "url": None}
    for modified in (file["modified"], dataset["modified"]):
        moment = datetime.fromisoformat(modified).replace(tzinfo=timezone.utc)
        assert abs(moment - datetime.now(timezone.utc)) < timedelta(minutes=10)


def test_file_replaced_under_another_name_is_not_doubled(harvester, portal, town, deliberations, operator, upload):
    before = harvester.harvest(feed(portal, town))
    source = deliberations["resources"][0]
    new = upload("deliberations-corrigees.csv")
    digest = hashlib.sha256(new.stream.getvalue()).hexdigest()
    call_action("resource_patch", operator, id=source["id"], upload=new, format="csv")
    after = harvester.harvest(feed(portal, town))
    assert_nothing_lost(after)
    [[old], [new]] = [job["datasets"][0]["resources"] for job in (before, after)]
    assert (len(after["datasets"]), new["url"]) == (1, old["url"])
    assert new["size"] > old["size"]
    assert new["checksum"] == ["sha256", digest]


def test_every_public_dataset_of_every_page_and_nothing_else(
    harvester, portal, town, publish, ckan_config, monkeypatch
):
    monkeypatch.setitem(ckan_config, "ckanext.dcat.datasets_per_page", 2)
    link = {"url": "https://exemple.fr/a.csv", "format": "CSV"}
    public = {publish(title=f"Exemple {number}", resources=[link])["id"] for number in range(5)}
    publish(private=True)
    publish(state="draft")
    job = harvester.harvest(feed(portal, town))
    assert_nothing_lost(job)
    assert [item["id"] for item in job["items"]] != []
    assert {item["id"] for item in job["items"]} == public
    assert len(job["items"]) == 5


def test_bad_resources_cost_nothing_but_themselves(harvester, portal, town, publish):
    files = [
        {"url": "http://sig.mairie.interne/a.csv", "name": "adresse privée"},
        {"url": "https://exemple.fr/un fichier.csv", "name": "espace", "format": "CSV"},
        {"url": "https://exemple.fr/b.csv", "name": "empreinte", "hash": "inconnue", "mimetype": "CSV"},
        {"url": "https://exemple.fr/c.csv", "name": "futur", "last_modified": "2199-01-01T00:00:00"},
    ]
    publish(resources=files, temporal_start="2020-01-01", notes="Voir <https://exemple.fr/>\n\n* une\n* deux")
    job = harvester.harvest(feed(portal, town))
    assert_nothing_lost(job)
    [dataset] = job["datasets"]
    assert [file["title"] for file in dataset["resources"]] == ["espace", "empreinte", "futur"]
    assert dataset["description"] == "Voir https://exemple.fr/\n\n* une\n* deux"


def test_empty_feed_is_harvested_without_an_error(harvester, portal, town):
    job = harvester.harvest(feed(portal, town))
    assert (job["status"], job["errors"], job["items"], job["datasets"]) == ("done", [], [], [])
