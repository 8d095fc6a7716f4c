"""Where a commune lies: the box of its addresses in the Base Adresse Nationale, when the portal takes that table."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import ckan.model as model
from ckanext.socle.harvesters.projection import config
from ckanext.socle.harvesters.projection.cutting import slice_path

from ckanext.scdl.checking.beyond.places import box_of, read_point
from ckanext.scdl.context import Bounds

ADDRESSES = "adresses"
COLUMNS = ("lat", "lon")


def bounds(organization: str) -> Bounds | None:
    """Return the box of the addresses of a commune, given by its organisation's identifier; None without its slice."""
    group = model.Group.get(organization)
    code = str(group.extras.get("insee_code") or "") if group is not None else ""
    path = slice_path(config.folder(ADDRESSES), code)
    try:
        return _box(path, path.stat().st_mtime_ns) if code.isalnum() else None
    except OSError:
        return None


@lru_cache(maxsize=500)
def _box(path: Path, written: int) -> Bounds | None:  # noqa: ARG001  # a slice written anew is read anew
    return box_of(_points(path))


def _points(path: Path) -> Iterator[tuple[float, float]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            point = read_point([row.get(name) or "" for name in COLUMNS])
            if point is not None:
                yield point
