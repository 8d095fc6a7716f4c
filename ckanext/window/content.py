"""What a certificate says: the files that a body had published on a day. Without CKAN.

The content is plain JSON. Its canonical bytes are what the digest is of, what the PDF carries as an attachment, and
what the portal serves: anybody can compute the digest again with ``sha256sum``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Content = Mapping[str, Any]
VERSION = 1
IDENTITY = ("name", "title", "siren", "insee_code")


@dataclass(frozen=True)
class Change:
    """One difference between a certificate and the present.

    Attributes:
        kind: ``replaced``, ``withdrawn`` or ``added``.
        dataset: title of the publication.
        file: name of the file.
        url: its address, empty when it is gone.
    """

    kind: str
    dataset: str
    file: str
    url: str


def canonical(content: Content) -> bytes:
    """Write a content as bytes, always the same: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(content: Content) -> str:
    """Return the SHA-256 of a content in hexadecimal digits."""
    return hashlib.sha256(canonical(content)).hexdigest()


def write(body: Mapping[str, Any], publications: list[dict[str, Any]], issued: str, portal: str) -> dict[str, Any]:
    """Return the content of a certificate.

    Args:
        body: the organisation, as ``organization_show`` gives it.
        publications: as ``published.of_body`` gives them.
        issued: date and time, ISO 8601 in UTC.
        portal: public address of the portal.
    """
    identity = {key: str(body.get(key) or "") for key in IDENTITY}
    return {"version": VERSION, "issued": issued, "portal": portal, "body": identity, "publications": publications}


def files(content: Content) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Return the files of a content by their id, each with its publication."""
    return {file["id"]: (each, file) for each in content["publications"] for file in each["files"]}


def count(content: Content) -> int:
    """Count the files of a content."""
    return len(files(content))


def changes(certified: Content, present: Content) -> list[Change]:
    """Compare a certificate with what is published now: the replaced files, then the withdrawn, then the new ones."""
    before, after = files(certified), files(present)
    kept = [key for key in before if key in after]
    replaced = [_change("replaced", *after[key]) for key in kept if _differs(before[key][1], after[key][1])]
    withdrawn = [_change("withdrawn", *before[key]) for key in before if key not in after]
    added = [_change("added", *after[key]) for key in after if key not in before]
    return [*replaced, *withdrawn, *added]


def _differs(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether a file is another one: by its digest, and where there is none (a link) by its address."""
    if before["sha256"] or after["sha256"]:
        return bool(before["sha256"] != after["sha256"])
    return bool(before["url"] != after["url"])


def _change(kind: str, publication: dict[str, Any], file: dict[str, Any]) -> Change:
    return Change(kind, publication["title"], file["name"], "" if kind == "withdrawn" else file["url"])
