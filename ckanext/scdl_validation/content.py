"""The bytes of a file that is being uploaded, or lies behind a link."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from werkzeug.datastructures import FileStorage

from ckanext.scdl.reading import limits
from ckanext.scdl_validation import config
from ckanext.socle import web

CHUNK = 1 << 20


@dataclass(frozen=True)
class Fetched:
    """What an address answered: None as ``data`` when nothing changed there."""

    data: bytes | None
    etag: str = ""
    last_modified: str = ""


def uploading(resource: Mapping[str, Any]) -> FileStorage | None:
    """Return the file that comes with a resource's form, if one does."""
    upload = resource.get("upload")
    return upload if isinstance(upload, FileStorage) and upload.filename else None


def size_of(upload: FileStorage) -> int:
    """Return the size of a file being uploaded, in bytes, and leave it at its beginning."""
    size = upload.stream.seek(0, 2)
    upload.stream.seek(0)
    return int(size)


def bytes_of(upload: FileStorage) -> bytes:
    """Return a file being uploaded, and leave it at its beginning."""
    upload.stream.seek(0)
    data = upload.stream.read()
    upload.stream.seek(0)
    return bytes(data)


def digest_of(upload: FileStorage) -> str:
    """Return the sha-256 of a file being uploaded, piece by piece, and leave it at its beginning."""
    digest = hashlib.sha256()
    upload.stream.seek(0)
    while piece := upload.stream.read(CHUNK):
        digest.update(piece)
    upload.stream.seek(0)
    return digest.hexdigest()


def behind(url: str, etag: str = "", last_modified: str = "", max_bytes: int | None = None) -> Fetched:
    """Fetch the file behind an address, unless it says that it is still the one of these validators.

    Args:
        url: http or https.
        etag: what the address gave the last time, as ``last_modified``; empty to fetch in any case.
        last_modified: see ``etag``.
        max_bytes: the largest file to take; that which the library reads, by default.

    Raises:
        WebError: the address may not be fetched, or gives no file.
    """
    asked = {"If-None-Match": etag} if etag else {"If-Modified-Since": last_modified} if last_modified else {}
    with tempfile.TemporaryDirectory(prefix="scdl-") as folder, web.client() as client:
        path = Path(folder, "file")
        done = client.download(url, path, max_bytes=max_bytes or limits.FILE_BYTES, headers=asked)
        data = None if done.unchanged else path.read_bytes()
        return Fetched(data, done.etag or "", done.last_modified or "")


def is_small(size: int | None) -> bool:
    """Whether a file of this size is checked while the person waits."""
    return size is not None and size <= config.check_at_once_size()
