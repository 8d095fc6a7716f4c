"""A table from its address to its slices; may be killed at any line and run again."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from ckanext.socle.harvesters.projection import cutting, fetching, manifest
from ckanext.socle.harvesters.projection.batches import Limits
from ckanext.socle.harvesters.projection.definition import Table
from ckanext.socle.harvesters.projection.keys import Targets
from ckanext.socle.harvesters.projection.manifest import Manifest
from ckanext.socle.harvesters.projection.problems import BusyError, ProjectionError

from ckanext.scdl import web

CUT, UNCHANGED, FAILED = "cut", "unchanged", "failed"
MEGABYTE = 1024**2


@dataclass(frozen=True)
class Settings:
    """What bounds a run: bytes of a national file, bytes of a slice, and the reading."""

    largest_file: int = 20 * 1024 * MEGABYTE
    largest_slice: int = 100 * MEGABYTE
    limits: Limits = field(default_factory=Limits)


def run(
    table: Table,
    targets: Targets,
    folder: Path,
    client: web.Client,
    today: date,
    settings: Settings = Settings(),
) -> tuple[str, Manifest]:
    """Bring the slices of a table up to date.

    Args:
        table: which.
        targets: who wants rows; slices of others that were cut before stay.
        folder: of the table, made if it is not there.
        client: to fetch with.
        today: for dated addresses.
        settings: limits.

    Returns:
        `cut`, `unchanged` or `failed`, and what is known now. A failure touches no slice and is in the manifest.

    Raises:
        BusyError: another process works on the same table.
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder, table.name):
        known = manifest.load(folder)
        try:
            done, known = _brought(table, targets, folder, known, client, today, settings)
        except (ProjectionError, web.WebError) as err:
            done, known = FAILED, replace(known, failure={"code": err.code, "params": dict(err.params)})
        manifest.save(folder, known)
        _sweep(folder, known)
    return done, known


def _brought(
    table: Table, targets: Targets, folder: Path, known: Manifest, client: web.Client, today: date, settings: Settings
) -> tuple[str, Manifest]:
    files = fetching.fetch(table.source, folder, client, today, settings.largest_file)
    source = hashlib.sha256(" ".join([table.digest, *(each.sha256 for each in files)]).encode()).hexdigest()
    if known.covers(source, targets.wanted(table.key.kind)):
        return UNCHANGED, replace(known, failure=None)
    paths = [fetching.path(folder, each) for each in files]
    slices, counts = cutting.cut(table, paths, targets, folder, known.slices, settings.largest_slice, settings.limits)
    fresh = {code: replace(each, cut=source) for code, each in slices.items()}
    dated = max(each.day for each in files)
    return CUT, Manifest(source, dated, {**known.slices, **fresh}, counts)


def _sweep(folder: Path, known: Manifest) -> None:
    """Delete the files of slices that have no rows any more."""
    for code, each in known.slices.items():
        if not each.rows and not each.failure:
            cutting.slice_path(folder, code).unlink(missing_ok=True)


@contextmanager
def alone(folder: Path, name: str, lock: str = "lock") -> Iterator[None]:
    """Let one process at a time work on a folder; the system frees a dead one's.

    Args:
        folder: of the table.
        name: of the table.
        lock: what is locked: cutting, or a whole run with its publication.

    Raises:
        BusyError: another process is at it.
    """
    with (folder / lock).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as err:
            raise BusyError("busy", table=name) from err
        yield
