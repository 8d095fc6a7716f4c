"""What a feed says of one file, link or service of a dataset (CKAN's resource)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from ckanext.datagouv import vocabularies as voc
from ckanext.datagouv.addresses import extension_of, file_path, public_url, resource_path, schema_url
from ckanext.datagouv.dates import past_moment
from ckanext.datagouv.text import clean, plain_markdown

Dict = Mapping[str, Any]
Kind = Literal["file", "documentation", "api"]
# Field of a resource that `ckanext.datagouv.download.keep_address` fills; empty for an address without extension.
STABLE_EXTENSION = "stable_extension"
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]*")
_HEXADECIMAL = re.compile(r"[0-9a-f]+")


@dataclass(frozen=True)
class Checksum:
    """A digest: `algorithm` is md5, sha1 or sha256, `value` in small hexadecimal digits."""

    algorithm: str
    value: str


@dataclass(frozen=True)
class Distribution:
    """One file. `format` is an EU file-type address or a plain word; `size` is in bytes."""

    identifier: str
    kind: Kind
    title: str
    description: str | None
    url: str
    page: str
    format: str | None
    media_type: str | None
    size: int | None
    checksum: Checksum | None
    schema: str | None
    issued: datetime | None
    modified: datetime | None


def distribution(resource: Dict, package: Dict, base: str, now: datetime) -> Distribution | None:
    """Return what a feed says of a resource, or None if its address would cost data.gouv.fr the whole dataset."""
    url = declared_url(resource, package["id"], base)
    if not url:
        return None
    kind = resource.get("resource_type")
    created = past_moment(resource.get("created"), now)
    return Distribution(
        identifier=resource["id"],
        kind=kind if kind in ("documentation", "api") else "file",
        title=title(resource),
        description=plain_markdown(resource.get("description")),
        url=url,
        page=base + resource_path(package["id"], resource["id"]),
        format=file_format(resource.get("format")),
        media_type=media_type(resource),
        size=size(resource.get("size")),
        checksum=checksum(resource),
        schema=schema_url(resource.get("schema")),
        issued=created,
        modified=past_moment(resource.get("last_modified"), now) or created,
    )


def declared_url(resource: Dict, package_id: str, base: str) -> str | None:
    """Return the address at which the bytes are: a stable one of ours for an upload, its own for a link."""
    if resource.get("url_type") == "upload":
        return base + file_path(package_id, resource["id"], file_extension(resource))
    if resource.get("url_type") == "datastore":
        return f"{base}/datastore/dump/{resource['id']}"
    return public_url(resource.get("url"))


def file_extension(resource: Dict) -> str | None:
    """Return the ending of the stable address: the one kept since the first replacement, else the format's."""
    kept = resource.get(STABLE_EXTENSION)
    return extension_of(resource.get("format") if kept is None else kept)


def title(resource: Dict) -> str:
    """Return the resource's name, else its file's, else its format."""
    path = urlsplit(str(resource.get("url") or "").replace("[", "%5B")).path
    file_name = unquote(path.rstrip("/").rpartition("/")[2])
    named = clean(resource.get("name")) or clean(file_name) or clean(resource.get("format"))
    return named or str(resource["id"])


def file_format(value: object) -> str | None:
    """Return the EU address of a format if data.gouv.fr shows it by its usual name, else its own small letters."""
    text = (clean(value) or "").lstrip(".").upper()
    return voc.FILE_TYPE + text if text in voc.FILE_TYPES else text.lower() or None


def media_type(resource: Dict) -> str | None:
    """Return IANA's https address of the media type: the declared one, else the usual one of the format."""
    usual = voc.MEDIA_TYPES.get(str(resource.get("format") or "").strip().lower().lstrip("."))
    known = declared_media_type(resource) or usual
    return voc.MEDIA_TYPE + known if known else None


def declared_media_type(resource: Dict) -> str | None:
    """Return the media type that the resource says, without parameters; None if it is none."""
    declared = str(resource.get("mimetype") or "").partition(";")[0].strip().lower()
    return declared if _MEDIA_TYPE.fullmatch(declared) else None


def size(value: object) -> int | None:
    """Return a number of bytes; «12 Ko» is none, and would fail the whole dataset in udata."""
    text = str("" if value is None else value).strip()
    return int(text) if text.isascii() and text.isdecimal() else None


def checksum(resource: Dict) -> Checksum | None:
    """Return the file's digest if its length tells which one it is and the declared algorithm, if any, agrees."""
    value = str(resource.get("hash") or "").strip().lower().rpartition(":")[2]
    algorithm = voc.DIGESTS.get(len(value))
    declared = re.sub("[^a-z0-9]", "", str(resource.get("hash_algorithm") or "").lower().rpartition("_")[2])
    if not algorithm or not _HEXADECIMAL.fullmatch(value) or (declared and declared != algorithm):
        return None
    return Checksum(algorithm, value)
