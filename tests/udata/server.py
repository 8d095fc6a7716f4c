"""data.gouv.fr's own API, on a loopback port, in the venv of udata (venv_of_udata.py), never in the portal's.

    server.py LICENCES.json SCHEMAS_URL

It prints one line of JSON: its `address`, the `organization` that exists there (with its SIRET) and three keys: of an
administrator of that organisation (`key`), of somebody who is no member (`stranger`), of the whole platform's (`root`).

The API is udata's, whole. Beside it, `POST /test/…` does what data.gouv.fr's people and clock do: see each route.
MongoDB is mongomock, which lacks what nothing here asks for (full-text search); addresses on loopback are let through.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import mongoengine
import mongomock
from flask import Blueprint, Response, jsonify, request
from harvester import Settings, describe
from udata.app import create_app, standalone
from udata.core.api_token.models import ApiToken
from udata.core.dataset.models import Dataset, License
from udata.core.organization.models import Member, Organization
from udata.core.user.models import Role, User
from udata.harvest.backends.dcat import DcatBackend
from udata.harvest.models import HarvestSource
from udata.mongo import db
from werkzeug.serving import make_server

SIRET = "21280088200012"
control = Blueprint("control", __name__, url_prefix="/test")


class Platform(Settings):
    HARVESTER_BACKENDS = ["dcat", "ckan"]  # noqa: RUF012
    CSRF_ENABLED = False
    WTF_CSRF_ENABLED = False


@control.post("/harvest/<source>")
def harvest(source: str) -> Any:
    """Run a source now, as the clock does; answer with the items and what is held of each dataset."""
    found = HarvestSource.objects.get(id=source)
    job = DcatBackend(found).harvest()
    held = Dataset.objects(harvest__source_id=str(found.id))
    told = {
        "status": job.status,
        "errors": [error.message for error in job.errors],
        "items": [
            {"id": item.remote_id, "status": item.status, "errors": [error.message for error in item.errors]}
            for item in job.items
        ],
        "datasets": [whole(dataset) for dataset in held],
    }
    return Response(json.dumps(told, default=str), mimetype="application/json")


@control.post("/source")
def source() -> Any:
    """Make a source without a key, for a feed of the tests."""
    owner = Organization.objects.first()
    made = HarvestSource(name=request.json["url"], url=request.json["url"], backend="dcat", organization=owner).save()
    return jsonify(id=str(made.id))


@control.post("/change/<remote_id>")
def change(remote_id: str) -> Any:
    """Make a harvested dataset archived, private, deleted or long unseen, as time or people do."""
    dataset = Dataset.objects(harvest__remote_id=remote_id).first()
    now = datetime.now(timezone.utc)
    for name in request.json:
        if name == "stale":
            dataset.harvest.modified_at = now - timedelta(days=4000)
        elif name == "unseen":
            dataset.harvest.last_update = now - timedelta(days=30)
        elif name == "moved":
            dataset.organization = Organization(name="Autre", description="Exemple").save()
            dataset.contact_points = []
        elif name == "private":
            dataset.private = True
        elif name == "schemaless":
            for resource in dataset.resources:
                resource.schema = None
        else:
            setattr(dataset, name, now)
    dataset.save()
    return jsonify(id=str(dataset.id))


def whole(dataset: Dataset) -> dict[str, Any]:
    """Return what is held of a dataset, its quality too."""
    return {
        **describe(dataset),
        "acronym": dataset.acronym,
        "archived": bool(dataset.archived),
        "spatial": bool(dataset.spatial),
        "quality": dataset.quality,
        "schema": dataset.schema.to_dict() if dataset.schema else None,
    }


def people() -> dict[str, str]:
    """Make the organisation, its administrator, a stranger and the platform's administrator; return what names them."""
    role = Role.objects.create(name="admin")
    names = {"key": [], "stranger": [], "root": [role]}
    users = {
        name: User.objects.create(
            first_name=name, last_name="Exemple", email=f"{name}@exemple.fr", active=True, roles=roles
        )
        for name, roles in names.items()
    }
    town = Organization(
        name="Commune de Châteaudun",
        description="Exemple",
        business_number_id=SIRET,
        members=[Member(user=users["key"], role="admin")],
    ).save()
    keys = {name: ApiToken.generate(user, name=name)[1] for name, user in users.items()}
    return {"organization": str(town.id), **keys}


def main(licences: str, schemas_url: str) -> None:
    answers, sys.stdout = sys.stdout, sys.stderr  # udata may print
    db.init_app = lambda _app: None
    mongoengine.connect("udata", mongo_client_class=mongomock.MongoClient, uuidRepresentation="standard")
    Platform.SCHEMA_CATALOG_URL = schemas_url
    Platform.SERVER_NAME = None
    app = standalone(create_app(override=Platform, init_logging=lambda _app: logging.basicConfig(level="WARNING")))
    app.register_blueprint(control)
    server = make_server("127.0.0.1", 0, app)
    address = f"http://127.0.0.1:{server.port}"
    app.config["SERVER_NAME"] = f"127.0.0.1:{server.port}"
    with app.app_context():
        for licence in json.loads(Path(licences).read_text(encoding="utf-8")):
            License(**licence).save()
        print(json.dumps({"address": address, **people()}), file=answers, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
