"""What a derived dataset and its file say of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any
from uuid import UUID, uuid5

import yaml
from ckanext.socle.harvesters.projection.bodies import Body
from ckanext.socle.harvesters.projection.definition import Table

from ckanext.territories import french

NAMESPACE = UUID("0d9f5a3e-6f0b-5c52-9d55-6c8f0c4f7a11")
NAME_LENGTH, TAG_LENGTH = 100, 100
FREQUENCIES = "http://publications.europa.eu/resource/authority/frequency/"
THEMES = "http://publications.europa.eu/resource/authority/data-theme/"
# What the feeds leave out: it came from there (ckanext.datagouv.feeds).
FROM_DATAGOUV = "datagouv_dataset_id"
TABLE, SHA256, RETIRED = "projection_table", "projection_sha256", "projection_retired"
SOURCE_DATE = "derived_source_date"


@dataclass(frozen=True)
class Ids:
    """The identifiers of a derived dataset: the same for ever, and for every run."""

    package: str
    resource: str


def ids(table: str, body: Body) -> Ids:
    """Return the identifiers of a body's part of a table."""
    package = uuid5(NAMESPACE, f"{table}/{body.kind}/{body.code}")
    return Ids(str(package), str(uuid5(package, "csv")))


def dataset_name(table: str, body: Body) -> str:
    """Return the address of the dataset: `dvf-chateaudun-28088`."""
    return f"{table}-{body.name}"[:NAME_LENGTH]


def dataset(table: Table, body: Body) -> dict[str, Any]:
    """Return the fields of a new dataset, without its extras."""
    words, source = table.words, table.source
    notes = _notice()["notes"].format(
        description=words.description,
        page=source.page,
        publisher=source.publisher,
        personal_data=words.personal_data.replace("\n", " "),
        reference=words.reference.replace("\n", " "),
    )
    tags = dict.fromkeys(word[:TAG_LENGTH] for word in (*words.keywords, french.fold(body.title)))
    return {
        "id": ids(table.name, body).package,
        "name": dataset_name(table.name, body),
        "title": words.title.replace("{de}", french.of(body.title)),
        "notes": notes.strip(),
        "owner_org": body.id,
        "license_id": table.licence,
        "frequency": FREQUENCIES + table.frequency,
        "theme": THEMES + table.theme,
        "spatial_zone": body.zone,
        "url": source.page,
        "tags": [{"name": name} for name in tags if len(name) > 1],
    }


def extras(table: Table, dated: str, sha256: str) -> dict[str, str]:
    """Return what marks a dataset as derived: from what, of which day, by which transformation."""
    transformation = _notice()["transformation"].format(columns=", ".join(table.key.columns), kept=len(table.columns))
    return {
        FROM_DATAGOUV: table.source.dataset,
        "derived_from": table.source.page,
        "derived_publisher": table.source.publisher,
        SOURCE_DATE: dated,
        "derived_transformation": transformation,
        TABLE: table.name,
        SHA256: sha256,
    }


def resource(table: Table, body: Body, sha256: str, size: int) -> dict[str, Any]:
    """Return the fields of the file, without its content."""
    return {
        "id": ids(table.name, body).resource,
        "package_id": ids(table.name, body).package,
        "name": dataset(table, body)["title"],
        "url": f"{dataset_name(table.name, body)}.csv",
        "format": "CSV",
        "mimetype": "text/csv",
        "resource_type": "file",
        "schema": table.schema,
        "hash": sha256,
        "hash_algorithm": "sha256",
        "size": size,
        TABLE: table.name,
    }


@lru_cache(maxsize=1)
def _notice() -> dict[str, str]:
    text = (files("ckanext.socle.harvesters.projection") / "notice.yaml").read_text(encoding="utf-8")
    found: dict[str, str] = yaml.safe_load(text)
    return found
