"""Copies of the files, where the settings of a source ask for them.

A file is copied to disk, never held in memory; what is too large, cannot be had or is not what its checksum says stays
a link, with a note. A copy is made again only when data.gouv.fr says that the file changed.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import ckan.model as model
from ckanext.socle.harvesters.datagouv import config
from ckanext.socle.harvesters.datagouv.problems import Problem
from ckanext.socle.harvesters.datagouv.settings import MIRROR, Settings
from ckanext.socle.harvesters.datagouv.words import say, say_web
from werkzeug.datastructures import FileStorage

from ckanext.scdl import web
from ckanext.socle import web as portal_web

PREFIX = "socle-mirror-"
SOURCE, VERSION, NOTE = "datagouv_url", "datagouv_copied", "datagouv_note"
DIGESTS = ("md5", "sha1", "sha256")
KEPT = ("url", "size", "hash", "hash_algorithm", "stable_extension")
PIECE = 1 << 20


@contextmanager
def files(package: dict[str, Any], settings: Settings) -> Iterator[list[Problem]]:
    """Put copies of the files in a dataset that is about to be written, and yield what could not be copied.

    The copies lie in a folder that lasts as long as the block.
    """
    notes: list[Problem] = []
    if settings.files != MIRROR:
        yield notes
        return
    present = _copies(package["id"])
    with ExitStack() as stack, portal_web.client() as client:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=PREFIX)))
        for number, resource in enumerate(package["resources"]):
            if resource.get("resource_type") == "api":
                continue
            note = _copy(resource, present, client, folder / str(number), settings, stack)
            if note:
                resource[NOTE] = say(note)
                notes.append(Problem(note.code, {**note.params, "file": resource["name"], "address": resource["url"]}))
        yield notes


def sweep(older_than: float) -> int:
    """Remove the folders that killed processes left, untouched since a moment (seconds of the epoch)."""
    folders = [path for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*") if path.stat().st_mtime < older_than]
    for path in folders:
        shutil.rmtree(path, ignore_errors=True)
    return len(folders)


def _copies(package_id: str) -> dict[str, dict[str, Any]]:
    """Return the copies that the dataset has, by identifier of resource: url, size, digest and what they copy."""
    rows = model.Session.query(model.Resource).filter_by(package_id=package_id, state="active", url_type="upload").all()
    return {
        row.id: {
            "url": row.url,
            "size": row.size,
            "hash": row.hash,
            "last_modified": row.last_modified.isoformat() if row.last_modified else "",
            **(row.extras or {}),
        }
        for row in rows
    }


def _copy(
    resource: dict[str, Any],
    present: dict[str, dict[str, Any]],
    client: web.Client,
    path: Path,
    settings: Settings,
    stack: ExitStack,
) -> Problem | None:
    """Turn a link into a copy, or return why it stays a link."""
    address, limit = resource["url"], config.largest_file(settings)
    version = _version(resource)
    copied = present.get(resource["id"])
    if copied and copied.get(VERSION) == version:
        resource |= {key: value for key, value in copied.items() if key in KEPT}
        resource |= {"url_type": "upload", SOURCE: address, VERSION: version}
        return None
    too_large = Problem("mirror-too-large", {"limit": limit // config.MEGABYTE})
    if (resource.get("size") or 0) > limit:
        return too_large
    try:
        done = client.download(address, path, max_bytes=limit)
    except web.TooLarge:
        return too_large
    except web.WebError as error:
        return Problem("mirror-failed", {"why": say_web(error)})
    if not _as_described(resource, path, done.sha256):
        return Problem("mirror-checksum")
    name = done.file_name or str(resource["name"])
    upload = FileStorage(stack.enter_context(path.open("rb")), filename=name, content_type=resource.get("mimetype"))
    resource |= {
        "url": name,
        "url_type": "upload",
        "upload": upload,
        "size": done.size,
        "hash": done.sha256,
        "hash_algorithm": "sha256",
        SOURCE: address,
        VERSION: version,
    }
    return None


def _version(resource: dict[str, Any]) -> str:
    """Return what tells one state of a remote file from another."""
    known = (resource["url"], resource.get("last_modified"), resource.get("hash"), resource.get("size"))
    return hashlib.sha256(repr(known).encode()).hexdigest()[:24]


def _as_described(resource: dict[str, Any], path: Path, sha256: str) -> bool:
    """Tell whether a file has the checksum that data.gouv.fr gives; without one that we know, any file has."""
    algorithm, expected = resource.get("hash_algorithm"), resource.get("hash")
    if not expected or algorithm not in DIGESTS:
        return True
    if algorithm == "sha256":
        return bool(expected == sha256)
    digest = hashlib.new(algorithm, usedforsecurity=False)
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            digest.update(piece)
    return bool(expected == digest.hexdigest())
