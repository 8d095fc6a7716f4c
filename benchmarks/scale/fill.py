"""The catalogue of the search bench in a whole portal, written straight in the tables.

Through CKAN's actions it would take hours; the rows are those that the actions write.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from ckan import model, plugins
from ckan.model.types import make_uuid

sys.path.insert(0, str(Path(__file__).parents[1] / "search"))

import run as search_bench
from catalogue import START, Organization, datasets, organizations, shown

from ckanext.territories.cog import cog

BATCH = 1000
SCHEMAS = ("scdl/deliberations/2.1.5", "scdl/subventions/2.1.0", "scdl/budget/0.8.1")
OWN_SCHEMA = {"Délibérations": SCHEMAS[0], "Subventions": SCHEMAS[1], "Budget": SCHEMAS[2]}


def fill(count: int, bodies: int) -> None:
    """Write organisations, their tree and their datasets."""
    owners = organizations(bodies)
    with model.Session.get_bind().begin() as sql:
        _insert(sql, "group", [*_departements(owners), *(_commune(each) for each in owners)])
        _insert(sql, "member", (_member(each) for each in owners))
        made = [shown(dataset, owner, n) for n, (dataset, owner) in enumerate(datasets(count, owners))]
        _insert(sql, "package", (_package(each) for each in made))
        _insert(sql, "resource", (_resource(file, each) for each in made for file in each["resources"]))
    with model.Session.get_bind().connect().execution_options(isolation_level="AUTOCOMMIT") as sql:
        sql.execute(sa.text("VACUUM ANALYZE"))


def index(count: int, bodies: int) -> None:
    """Index the datasets, with the hook of the facets alone: the other rooms' ask the database for each one."""
    plugins.unload_all()
    plugins.load("socle", "pg_search")
    search_bench.load(count, bodies)


def departement(owner: Organization) -> str:
    """Return the address of the département of a commune."""
    return f"departement-{owner.insee[:2]}"


def _insert(sql: sa.Connection, table: str, rows: Iterable[dict[str, Any]]) -> None:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        columns = ", ".join(batch[0])
        values = ", ".join(f":{name}" for name in batch[0])
        sql.execute(sa.text(f'INSERT INTO "{table}" ({columns}) VALUES ({values})'), batch)


def _group(name: str, title: str, key: str, extras: dict[str, str]) -> dict[str, Any]:
    fixed = {"type": "organization", "is_organization": True, "state": "active", "approval_status": "approved"}
    created = START.replace(tzinfo=None)
    shared = {"description": "", "image_url": "", "created": created, "extras": json.dumps(extras)}
    return {"id": key, "name": name, "title": title, **fixed, **shared}


def _departements(owners: list[Organization]) -> Iterator[dict[str, Any]]:
    for code in sorted({owner.insee[:2] for owner in owners}):
        extras = {"territory_type": "departement", "insee_code": code}
        yield _group(f"departement-{code}", cog().departement(code).name, f"departement-{code}", extras)


def _commune(owner: Organization) -> dict[str, Any]:
    known = cog().commune(owner.insee)
    extras = {
        "territory_type": "commune",
        "insee_code": owner.insee,
        "siren": known.siren or "",
        "population": str(known.population or ""),
        "postal_codes": " ".join(known.postal_codes),
        "official_email": f"mairie@{owner.name}.example",
    }
    return _group(owner.name, owner.title, owner.id, {key: value for key, value in extras.items() if value})


def _member(owner: Organization) -> dict[str, Any]:
    above = departement(owner)
    return {
        "id": make_uuid(),
        "group_id": owner.id,
        "table_id": above,
        "table_name": "group",
        "capacity": "public",
        "state": "active",
    }


def _package(each: dict[str, Any]) -> dict[str, Any]:
    extras = {extra["key"]: extra["value"] for extra in each["extras"]}
    names = ("id", "name", "title", "notes", "owner_org", "license_id", "maintainer", "maintainer_email", "version")
    return {
        **{name: each[name] for name in names},
        **{name: each[name] for name in ("metadata_created", "metadata_modified", "private", "state", "type")},
        "creator_user_id": each["creator_user_id"],
        "extras": json.dumps(extras),
    }


def _resource(file: dict[str, Any], package: dict[str, Any]) -> dict[str, Any]:
    schema = OWN_SCHEMA.get(package["title"].split()[0], "")
    extras = {"schema": f"https://schema.data.gouv.fr/schemas/{schema}/schema.json", "validation_status": "success"}
    names = ("id", "name", "description", "format", "url", "package_id", "position", "state", "hash")
    dates = {"created": file["created"], "last_modified": file["created"], "metadata_modified": file["created"]}
    return {**{name: file[name] for name in names}, **dates, "extras": json.dumps(extras if schema else {})}
