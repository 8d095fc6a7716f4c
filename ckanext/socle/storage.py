"""The files that the portal stores, wherever CKAN keeps them: on its disk, or in one of its storages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib import files, uploader

from ckanext.scdl import ScdlError


class LostFile(ScdlError):  # noqa: N818
    """The portal's storage does not have the file."""

    def __init__(self) -> None:
        super().__init__("file-not-found", path="")


def size(resource_id: str) -> int | None:
    """Return the size of a stored file in bytes; None when the storage does not have it."""
    storage, path = _place(resource_id)
    try:
        return int(storage.size(path)) if storage else Path(path).stat().st_size
    except (files.exc.FilesError, OSError):
        return None


def content(resource_id: str) -> bytes:
    """Return a file of the portal's storage.

    Raises:
        LostFile: it is not there.
    """
    storage, path = _place(resource_id)
    try:
        return bytes(storage.content(files.FileData(path))) if storage else Path(path).read_bytes()
    except (files.exc.FilesError, OSError) as err:
        raise LostFile from err


def _place(resource_id: str) -> tuple[Any, str]:
    """The storage of the file (None: the disk) and its place there."""
    found = uploader.get_resource_uploader({"id": resource_id})
    storage = getattr(found, "storage", None)
    try:
        return (storage if isinstance(storage, files.Storage) else None), found.get_path(resource_id)
    except (TypeError, tk.ValidationError) as err:
        raise LostFile from err
