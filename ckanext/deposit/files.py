"""Where files lie before publication: one of CKAN's file storages, which no page or address serves.

An operator who keeps files in object storage declares ``ckan.files.storage.deposits.*``, or only the portal's default
storage, beside whose files the deposits then go; otherwise they lie in a folder of ``ckan.storage_path``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import uuid4

import ckan.plugins.toolkit as tk
from ckan.config.declaration.load import config_tree
from ckan.lib import files

from ckanext.deposit import config

ERRORS, CELLS, REPORT = "errors", "cells", "report"
_FOLDER = "deposits"


def save(deposit_id: str, content: bytes) -> str:
    """Keep a file and return its key, which no other file ever gets."""
    key = f"{deposit_id}/{uuid4().hex}"
    _store(key, content)
    return key


def save_beside(key: str, name: str, content: bytes) -> None:
    """Keep what was found of a file: its table of ``ERRORS``, the ``CELLS`` of its repairs, the whole ``REPORT``."""
    _store(_beside(key, name), content)


def load(key: str) -> bytes:
    """Return a file.

    Raises:
        ObjectNotFound: the storage has lost it.
    """
    storage = _storage()
    try:
        return bytes(storage.content(files.FileData(storage.prepare_location(key))))
    except files.exc.MissingFileError as err:
        raise tk.ObjectNotFound(tk._("The file is no longer there. Send it again.")) from err


def load_beside(key: str, name: str) -> bytes:
    """Return what ``save_beside`` kept.

    Raises:
        ObjectNotFound: the file was not checked, could not be read, or there is nothing of that name to say.
    """
    return load(_beside(key, name))


def remove(key: str) -> None:
    """Delete a file and what is beside it, if they are there."""
    storage = _storage()
    for each in (key, *(_beside(key, name) for name in (ERRORS, CELLS, REPORT))):
        data = files.FileData(storage.prepare_location(each))
        if key and storage.exists(data):
            storage.remove(data)


def _beside(key: str, name: str) -> str:
    return f"{key}-{name}"


def _store(key: str, content: bytes) -> None:
    storage = _storage()
    storage.upload(storage.prepare_location(key), files.make_upload(content))


def _storage() -> Any:  # noqa: ANN401
    name = config.storage_name()
    return files.storages.get(name) or _derived(name, str(tk.config["ckan.storage_path"] or ""))


@cache
def _derived(name: str, storage_path: str) -> Any:  # noqa: ANN401
    declared = config_tree(tk.config, prefix=files.STORAGE_PREFIX, depth=-1).get(
        tk.config["ckan.files.default_storages.default"]
    )
    settings = dict(declared or {"type": "ckan:fs", "path": storage_path})
    # CKAN serves `<storage_path>/storage` and published resources; this folder is beside both.
    path = str(PurePosixPath(settings["path"], _FOLDER))
    if settings["type"] == "ckan:fs":
        Path(path).mkdir(parents=True, exist_ok=True, mode=0o700)
    # The table of errors of a file that is checked again takes the place of the first.
    ours = {"name": name, "path": path, "initialize": True, "public": False, "overwrite_existing": True}
    return files.make_storage(name, {**settings, **ours})
