"""The digest of each uploaded file, which feeds give and which must not outlive the file."""

from __future__ import annotations

import hashlib
from typing import IO, Any

from werkzeug.datastructures import FileStorage

CHUNK = 1 << 20


def write_checksum(resource: dict[str, Any]) -> None:
    """Write the SHA-256 of the file being uploaded in its resource, whatever digest was there; change nothing else.

    A patch repeats the digest of the former file, and data.gouv.fr would show it beside the new one.

    Args:
        resource: as given to `resource_create` or `resource_update`; changed in place.
    """
    upload = resource.get("upload")
    if isinstance(upload, FileStorage) and upload.filename:
        resource["hash"] = sha256(upload.stream)
        resource["hash_algorithm"] = "sha256"


def sha256(stream: IO[bytes]) -> str:
    """Return the digest of a file in hexadecimal digits, and leave the file at its beginning."""
    digest = hashlib.sha256()
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()
