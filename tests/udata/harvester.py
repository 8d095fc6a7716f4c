"""data.gouv.fr's own harvester, driven line by line, in the venv of udata (venv_of_udata.py), never in the portal's.

    harvester.py LICENCES.json SCHEMAS_URL

Each line of the standard input is the address of a feed; each answer is one line of JSON: the job, its items and all
datasets that udata then holds from that source. The memory lives as long as the process, so that a second harvest
meets the first.

MongoDB is mongomock; what differs from data.gouv.fr: private addresses are allowed, search and mail are absent.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Any

import mongoengine
import mongomock
from udata import core
from udata.app import create_app
from udata.core.dataset.models import Dataset, License
from udata.core.organization.models import Organization
from udata.harvest.backends.dcat import DcatBackend
from udata.harvest.models import HarvestSource
from udata.mongo import db
from udata.settings import Testing


class Settings(Testing):
    URLS_ALLOW_PRIVATE = True
    URLS_ALLOW_LOCAL = True
    DEFAULT_LANGUAGE = "fr"
    HARVEST_ACTIVITY_USER_ID = None
    AUTO_INDEX = False


def main(licences: str, schemas_url: str) -> None:
    answers, sys.stdout = sys.stdout, sys.stderr  # udata may print
    db.init_app = lambda _app: None
    mongoengine.connect("udata", mongo_client_class=mongomock.MongoClient, uuidRepresentation="standard")
    Settings.SCHEMA_CATALOG_URL = schemas_url
    app = create_app(override=Settings, init_logging=lambda _app: logging.basicConfig(level=logging.WARNING))
    core.init_app(app)
    with app.app_context():
        for licence in json.loads(Path(licences).read_text(encoding="utf-8")):
            License(**licence).save()
        owner = Organization(name="Commune de Châteaudun", description="Exemple").save()
        print("ready", file=answers, flush=True)
        for line in sys.stdin:
            print(json.dumps(harvest(line.strip(), owner), default=str), file=answers, flush=True)


def harvest(url: str, owner: Organization) -> dict[str, Any]:
    source = HarvestSource.objects(url=url).first() or HarvestSource(
        name=url, url=url, backend="dcat", organization=owner
    )
    source.save()
    job = DcatBackend(source).harvest()
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


def describe(dataset: Dataset) -> dict[str, Any]:
    coverage = dataset.temporal_coverage
    return {
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
