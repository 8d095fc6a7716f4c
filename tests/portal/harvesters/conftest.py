import json
from uuid import uuid4

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import factories, helpers
from ckanext.harvest import queue
from ckanext.harvest.model import HarvestJob, HarvestObject
from ckanext.socle.harvesters.datagouv.identifiers import package_id

from tests.portal.shared import app, loaded, with_plugins  # noqa: F401  # fixtures
from tests.unit.harvesters.catalogue import Catalogue

TOWN = {
    "title": "Dreux",
    "territory_type": "commune",
    "insee_code": "28134",
    "siren": "212801344",
    "postal_codes": "28100",
}


@pytest.fixture
def catalogue():
    with Catalogue() as running:
        yield running


@pytest.fixture
def portal(with_plugins, clean_db, clean_index, migrate_db_for, ckan_config, with_request_context):
    """An empty portal that may fetch from loopback."""
    for plugin in ("harvest", "deposit"):
        migrate_db_for(plugin)
    queue.purge_queues()
    ckan_config["ckanext.socle.http.allowed_networks"] = ["127.0.0.0/8"]
    ckan_config["ckanext.socle.http.retries"] = 1


@pytest.fixture
def sysadmin(portal):
    return factories.Sysadmin()["name"]


@pytest.fixture
def town(portal, sysadmin):
    return factories.Organization(user={"name": sysadmin}, name="dreux", **TOWN)


@pytest.fixture
def new_source(catalogue, town, sysadmin):
    def create(user=None, owner_org=None, url=None, **settings):
        data = {
            "name": f"source-{uuid4().hex[:8]}",
            "title": "data.gouv.fr pour Dreux",
            "url": url or catalogue.url,
            "source_type": "datagouv",
            "owner_org": owner_org or town["id"],
            "config": json.dumps(settings),
        }
        return tk.get_action("harvest_source_create")({"user": user or sysadmin}, data)

    return create


@pytest.fixture
def run(sysadmin):
    """Run a source to its end, by ckanext-harvest's own stages, and return the job."""

    def harvest(source):
        job = HarvestJob.get(begin(source, sysadmin)["id"])
        harvester = queue.get_harvester("datagouv")
        for identifier in queue.gather_stage(harvester, job):
            queue.fetch_and_import_stages(harvester, HarvestObject.get(identifier))
        return finish(job.id, sysadmin)

    return harvest


def begin(source, user):
    job = tk.get_action("harvest_job_create")(
        {"user": user, "model": model, "session": model.Session}, {"source_id": source["id"], "run": False}
    )
    row = HarvestJob.get(job["id"])
    row.status = "Running"
    row.save()
    return job


def finish(job_id, user):
    context = {"user": user, "model": model, "session": model.Session}
    tk.get_action("harvest_jobs_run")(dict(context), {})
    return tk.get_action("harvest_job_show")(dict(context), {"id": job_id})


def errors(job):
    report = tk.get_action("harvest_job_report")({"ignore_auth": True, "model": model}, {"id": job["id"]})
    return [each["message"] for each in report["gather_errors"]] + [
        error["message"] for each in report["object_errors"].values() for error in each["errors"]
    ]


def taken(dataset):
    """The dataset of the portal, None when it is not there or deleted."""
    try:
        shown = helpers.call_action("package_show", id=package_id(dataset["id"]))
    except tk.ObjectNotFound:
        return None
    return shown if shown["state"] == "active" else None


def extras(package):
    return {each["key"]: each["value"] for each in package["extras"]}


def listed(text="*:*"):
    return {each["title"] for each in helpers.call_action("package_search", q=text, rows=1000)["results"]}
