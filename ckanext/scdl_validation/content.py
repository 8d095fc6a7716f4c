"""The bytes of a file: being uploaded, in the portal's storage, or behind a link."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib import files, uploader
from werkzeug.datastructures import FileStorage

from ckanext.scdl import ScdlError
from ckanext.scdl.reading import limits
from ckanext.scdl_validation import config
from ckanext.socle import web

CHUNK = 1 << 20


class LostFile(ScdlError):  # noqa: N818
    """The portal's storage does not have the file."""

    def __init__(self) -> None:
        super().__init__("file-not-found", path="")


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


def stored_size(resource_id: str) -> int | None:
    """Return the size of a stored file in bytes; None when the storage does not have it."""
    storage, path = _stored(resource_id)
    try:
        return int(storage.size(path)) if storage else Path(path).stat().st_size
    except (files.exc.MissingFileError, OSError):
        return None


def stored(resource_id: str) -> bytes:
    """Return a file of the portal's storage.

    Raises:
        LostFile: it is not there.
    """
    storage, path = _stored(resource_id)
    try:
        return bytes(storage.content(files.FileData(path))) if storage else Path(path).read_bytes()
    except (files.exc.MissingFileError, OSError) as err:
        raise LostFile from err


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


def _stored(resource_id: str) -> tuple[Any, str]:
    """The storage of the file (None: the disk) and its place there."""
    found = uploader.get_resource_uploader({"id": resource_id})
    storage = getattr(found, "storage", None)
    try:
        return (storage if isinstance(storage, files.Storage) else None), found.get_path(resource_id)
    except (TypeError, tk.ValidationError) as err:
        raise LostFile from err
