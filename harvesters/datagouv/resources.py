"""A resource of data.gouv.fr written as a resource of the portal."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ckanext.socle.harvesters.datagouv import vocabularies as voc
from ckanext.socle.harvesters.datagouv.reading import Record
from ckanext.socle.harvesters.datagouv.values import moment, web_address

# What the platform found when it looked at the file, and what its own pages need.
PLATFORM = ("metrics", "permissions", "internal", "preview_url", "geopf", "community_resource")


@dataclass(frozen=True)
class ResourceContext:
    """The dataset of a resource on the portal, and the look-ups that a resource needs (see `mapping.Portal`)."""

    package_id: str
    schema: Callable[[str, str], str | None]
    identifier: Callable[[str, str], str]


def read_resource(record: Record, context: ResourceContext) -> dict[str, Any]:
    """Return a resource as CKAN takes it. The API's own identifier and type stay beside what CKAN's fields hold."""
    identifier = record.text("id")
    record.skip(*PLATFORM)
    kind = record.text("type")
    if kind and kind not in voc.RESOURCE_TYPES:
        record.audit.unexpected["resources.type"] += 1
    file_format = record.text("format")
    found: dict[str, Any] = {
        "id": context.identifier(identifier, context.package_id),
        "name": record.text("title") or file_format or identifier,
        "description": record.text("description"),
        "url": _url(record),
        "url_type": "",
        "format": file_format.upper() if len(file_format) <= 10 else file_format,
        "mimetype": record.text("mime"),
        "size": record.number("filesize"),
        "resource_type": voc.RESOURCE_TYPES.get(kind, "file"),
        "created": moment(record.text("created_at")),
        "last_modified": moment(record.text("last_modified")),
        "datagouv_resource_id": identifier,
        "datagouv_type": kind,
        "datagouv_filetype": record.text("filetype"),
    }
    found |= _checksum(record) | _schema(record, context)
    for key in ("harvest", "extras"):
        found[f"datagouv_{key}"] = _json(record.object(key))
    record.close()
    return {key: value for key, value in found.items() if value not in ("", None) or key in ("url", "url_type")}


def _url(record: Record) -> str:
    """Return the address of the file, else the platform's own one, which leads there."""
    url, latest = record.text("url"), record.text("latest")
    return url if web_address(url) or not latest else latest


def _checksum(record: Record) -> dict[str, Any]:
    checksum = record.record("checksum")
    kind, value = checksum.text("type"), checksum.text("value").lower()
    checksum.close()
    if not kind or not value:
        return {}
    return {"hash": value, "hash_algorithm": voc.CHECKSUMS.get(kind.lower(), kind)}


def _schema(record: Record, context: ResourceContext) -> dict[str, Any]:
    schema = record.record("schema")
    name, version, url = schema.text("name"), schema.text("version"), schema.text("url")
    schema.close()
    if not (name or url):
        return {}
    kept = {"datagouv_schema": _json({"name": name, "version": version, "url": url})}
    address = url if web_address(url) else context.schema(name, version)
    return kept | ({"schema": address} if address else {})


def _json(value: dict[str, Any]) -> str:
    kept = {key: item for key, item in value.items() if item not in ("", None)}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else ""
