"""data.gouv.fr's own harvester, driven line by line, in the venv of udata (venv_of_udata.py), never in the portal's.

    harvester.py LICENCES.json SCHEMAS_URL

Each line of the standard input is a JSON object: `backend` (dcat, ckan), `url`, and for ckan `organization`. Each
answer is one line of JSON: the job, its items, all datasets that udata then holds from that source, and the same as
udata's own API gives them. The memory lives as long as the process, so that a second harvest meets the first.

MongoDB is mongomock; what differs from data.gouv.fr: private addresses are allowed, search and mail are absent, and
what left the feed is archived at once rather than after 7 days.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Any

import mongoengine
import mongomock
from udata import api, core
from udata.app import create_app
from udata.core.dataset.models import Dataset, License
from udata.core.organization.models import Organization
from udata.harvest.backends.ckan.harvesters import CkanBackend
from udata.harvest.backends.dcat import DcatBackend
from udata.harvest.models import HarvestSource
from udata.mongo import db
from udata.settings import Testing

BACKENDS = {"dcat": DcatBackend, "ckan": CkanBackend}


class Settings(Testing):
    URLS_ALLOW_PRIVATE = True
    URLS_ALLOW_LOCAL = True
    DEFAULT_LANGUAGE = "fr"
    HARVEST_ACTIVITY_USER_ID = None
    HARVEST_AUTOARCHIVE_GRACE_DAYS = -1
    AUTO_INDEX = False


def main(licences: str, schemas_url: str) -> None:
    answers, sys.stdout = sys.stdout, sys.stderr  # udata may print
    db.init_app = lambda _app: None
    mongoengine.connect("udata", mongo_client_class=mongomock.MongoClient, uuidRepresentation="standard")
    Settings.SCHEMA_CATALOG_URL = schemas_url
    app = create_app(override=Settings, init_logging=lambda _app: logging.basicConfig(level=logging.WARNING))
    core.init_app(app)
    api.init_app(app)
    with app.app_context():
        for licence in json.loads(Path(licences).read_text(encoding="utf-8")):
            License(**licence).save()
        owner = Organization(name="Commune de Châteaudun", description="Exemple").save()
        print("ready", file=answers, flush=True)
        for line in sys.stdin:
            answer = harvest(**json.loads(line), owner=owner)
            answer["api"] = [shown(app, dataset) for dataset in answer["datasets"]]
            print(json.dumps(answer, default=str), file=answers, flush=True)


def harvest(url: str, owner: Organization, backend: str = "dcat", organization: str = "") -> dict[str, Any]:
    source = HarvestSource.objects(url=url, backend=backend).first() or HarvestSource(
        name=f"{backend} {url}", url=url, backend=backend, organization=owner
    )
    source.config = {"filters": [{"key": "organization", "value": organization}]} if organization else {}
    source.save()
    job = BACKENDS[backend](source).harvest()
    return {
        "status": job.status,
        "errors": [error.message for error in job.errors],
        "items": [
            {
                "id": item.remote_id,
                "status": item.status,
                "errors": [error.message for error in item.errors],
                "logs": [log.message for log in item.logs],
            }
            for item in job.items
        ],
        "datasets": [describe(dataset) for dataset in Dataset.objects(harvest__source_id=str(source.id))],
    }


def shown(app: Any, dataset: dict[str, Any]) -> dict[str, Any]:
    """Return what udata's API says of a dataset."""
    answer = app.test_client().get(f"/api/1/datasets/{dataset['id']}/")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.json


def describe(dataset: Dataset) -> dict[str, Any]:
    coverage = dataset.temporal_coverage
    return {
        "id": str(dataset.id),
        "title": dataset.title,
        "description": dataset.description,
        "licence": dataset.license.id if dataset.license else None,
        "frequency": dataset.frequency and dataset.frequency.value,
        "tags": sorted(dataset.tags),
        "coverage": [coverage.start, coverage.end] if coverage else None,
        "contacts": [
            {"role": point.role, "name": point.name, "email": point.email, "form": point.contact_form}
            for point in dataset.contact_points
        ],
        "archived": dataset.archived is not None,
        "remote_id": dataset.harvest.remote_id,
        "remote_url": dataset.harvest.remote_url,
        "modified": dataset.harvest.modified_at,
        "issued": dataset.harvest.issued_at,
        "resources": [describe_resource(resource) for resource in dataset.resources],
    }


def describe_resource(resource: Any) -> dict[str, Any]:
    schema = resource.schema
    return {
        "title": resource.title,
        "description": resource.description,
        "url": resource.url,
        "type": resource.type,
        "format": resource.format,
        "mime": resource.mime,
        "size": resource.filesize,
        "checksum": [resource.checksum.type, resource.checksum.value] if resource.checksum else None,
        "schema": {"name": schema.name, "version": schema.version, "url": schema.url} if schema else None,
        "modified": resource.harvest.modified_at,
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
