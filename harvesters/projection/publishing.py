"""A slice as a dataset of its commune: created, updated when the slice changed, retired when its rows vanished.

Each step can be cut short: identifiers are the same in every run, and the digest of the slice is written on the dataset
last, so that what was not finished is done again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Context
from ckanext.socle.harvesters.projection import cutting, datastore, describing, manifest
from ckanext.socle.harvesters.projection.bodies import Body
from ckanext.socle.harvesters.projection.definition import Table
from ckanext.socle.harvesters.projection.describing import RETIRED, SHA256, TABLE
from ckanext.socle.harvesters.projection.manifest import Manifest, Slice
from werkzeug.datastructures import FileStorage

CREATED, UPDATED, UNCHANGED, RETIRED_NOW, BY_HAND = "created", "updated", "unchanged", "retired", "deleted"
_ours: ContextVar[bool] = ContextVar("projection publishes", default=False)


def publish(table: Table, body: Body, known: Manifest, folder: Path, *, dry: bool = False) -> str:
    """Bring the dataset of a body in line with its slice.

    Args:
        table: of the slice.
        body: whose dataset it is.
        known: the state of the table.
        folder: of the table, with the slices.
        dry: only tell what would be done.

    Returns:
        created, updated, unchanged, retired, or deleted (by hand: left so). A slice that failed leaves its dataset
        unchanged.

    Raises:
        ValidationError: CKAN refuses the dataset.
    """
    state = known.state(body.code)
    package = model.Package.get(describing.ids(table.name, body).package)
    step = _step(package, state, known.slices.get(body.code))
    if dry or step in (UNCHANGED, BY_HAND):
        return step
    if step == RETIRED_NOW:
        _retire(package.id)
    else:
        with _publishing():
            _write(table, body, known, folder, exists=package is not None)
    return step


def may_be_checked(resource: dict[str, Any]) -> bool:
    """Tell whether a file may be looked at as a commune's own: not one that was cut from a table that is public.

    Nobody in the portal could decide on what the State publishes, nor change it. A file that somebody put in the place
    of a slice is looked at.
    """
    if _ours.get():
        return False
    if not resource.get(TABLE) or resource.get("upload"):
        return True
    stored = model.Resource.get(str(resource.get("id") or ""))
    written = stored.package.extras.get(SHA256) if stored is not None and stored.package is not None else None
    return written is None or resource.get("hash") != written


def _step(package: model.Package | None, state: str, found: Slice | None) -> str:
    exists = package is not None and package.state == "active"
    if state == manifest.EMPTY:
        return RETIRED_NOW if exists else UNCHANGED
    if state != manifest.ROWS or found is None:
        return UNCHANGED
    if package is None:
        return CREATED
    if not exists:
        return CREATED if RETIRED in package.extras else BY_HAND
    return UNCHANGED if package.extras.get(SHA256) == found.sha256 else UPDATED


def _write(table: Table, body: Body, known: Manifest, folder: Path, *, exists: bool) -> None:
    found, ids = known.slices[body.code], describing.ids(table.name, body)
    path = cutting.slice_path(folder, body.code)
    if not exists:
        unfinished = describing.extras(table, known.dated, "")
        _act("package_create", {**describing.dataset(table, body), "extras": _listed(unfinished)})
    stored = model.Resource.get(ids.resource)
    with path.open("rb") as file:
        fields = describing.resource(table, body, found.sha256, found.size)
        upload = {"upload": FileStorage(file, filename=fields["url"])}
        if stored is None or stored.state != "active":
            _act("resource_create", {**fields, **upload})
        else:
            _act("resource_patch", {**fields, **upload})
    datastore.load(ids.resource, path, table, found.rows)
    _patch(ids.package, {"state": "active"}, describing.extras(table, known.dated, found.sha256))


def _retire(package_id: str) -> None:
    """Take a dataset away, and write that it was not done by hand: it comes back with its rows."""
    with _publishing():
        _patch(package_id, {}, {RETIRED: datetime.now(timezone.utc).date().isoformat()})
    _act("package_delete", {"id": package_id})


def _patch(package_id: str, fields: dict[str, Any], changes: dict[str, str]) -> None:
    """Change fields and extras of a dataset; the mark of a retired one goes unless it is among the changes."""
    shown = tk.get_action("package_show")(_context(), {"id": package_id})
    kept = [each for each in shown.get("extras", ()) if each["key"] not in {*changes, RETIRED}]
    _act("package_patch", {"id": package_id, **fields, "extras": [*kept, *_listed(changes)]})


@contextmanager
def _publishing() -> Iterator[None]:
    token = _ours.set(True)
    try:
        yield
    finally:
        _ours.reset(token)


def _listed(extras: dict[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in extras.items()]


def _context() -> Context:
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return {"user": user, "ignore_auth": True}


def _act(action: str, data: dict[str, Any]) -> None:
    tk.get_action(action)(_context(), data)
