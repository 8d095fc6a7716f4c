"""What the feeds say of each dataset, kept serialised and never served when it is no longer true.

A page is made of kept pieces (`FeedEntry`). Each has a stamp: the digest of all that it was made of, which is the
dataset's date of change, its files and their dates, its organisation's card, the files that the public does not get,
the portal's address, and the very code that writes it. A page compares stamps, which takes one query however the
change was made, and makes anew what differs. So nothing has to be told of a change: an edit, a file taken away, another
contact, a file held back or let go, a new version of this code are all seen. Which datasets are public is never kept
(`ckanext.datagouv.selection`).

The scheduler makes anew what has changed, so that a crawl rarely finds anything to make.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timezone
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import ckan.plugins as plugins
import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.scheming.helpers import scheming_get_dataset_schema
from rdflib import URIRef
from sqlalchemy.dialects.postgresql import insert

from ckanext.datagouv import pieces, rdf, selection
from ckanext.datagouv.addresses import dataset_path
from ckanext.datagouv.card import Body, body, dataset_card
from ckanext.datagouv.dates import next_moment
from ckanext.datagouv.model import FeedEntry
from ckanext.datagouv.profile import portal_address, surroundings
from ckanext.datagouv.selection import Row
from ckanext.socle.interfaces import IWithhold

# What gives the datasets their shape before our own code reads them.
LIBRARIES = ("ckan", "ckanext-scheming", "rdflib", "validators")
SETTINGS = ("ckan.plugins", "licenses_group_url")


def current_pieces(rows: list[Row], extension: str) -> dict[str, str]:
    """Return the pieces of a page in its order, by dataset; those that are no longer true are made anew and kept.

    Args:
        rows: asked for with the pieces in this format.
        extension: xml, ttl or jsonld.
    """
    stamps = _stamps(rows)
    made = {entry["package_id"]: entry for entry in _make(_stale(rows, stamps), stamps)}
    _keep(made.values())
    found = {row.id: made[row.id][extension] if row.id in made else row.piece for row in rows}
    stale = {row.id for row in _stale(rows, stamps)}
    # A dataset that went, or became private, since the page was asked for has no new piece: its old one is not served.
    return {key: text for key, text in found.items() if text is not None and (key in made or key not in stale)}


def refresh(*, everything: bool = False) -> int:
    """Make anew the pieces that are no longer true, and delete those of datasets in no feed; return how many were made.

    Args:
        everything: whether those that are still true are made anew too.
    """
    count = 0
    for rows in selection.every_row():
        stamps = _stamps(rows)
        for some in _batches(rows if everything else _stale(rows, stamps)):
            made = list(_make(some, stamps))
            _keep(made)
            count += len(made)
    model.Session.rollback()  # nothing was written in this session: no transaction stays open behind a long job
    with model.meta.engine.begin() as connection:
        connection.execute(selection.strangers())
    return count


def publishers(identifiers: Iterable[str | None]) -> dict[str, Body]:
    """Return the cards of organisations, by identifier."""
    wanted = {each for each in identifiers if each}
    if not wanted:
        return {}
    base = portal_address()
    groups = model.Session.query(model.Group).filter(model.Group.id.in_(wanted))
    return {
        group.id: body({**(group.extras or {}), "id": group.id, "name": group.name, "title": group.title}, base)
        for group in groups
    }


def serialise(package: dict[str, Any], publisher: Body | None) -> dict[str, str]:
    """Return the pieces of a dataset, by format.

    Args:
        package: as `package_show` gives it to the public.
        publisher: its organisation.
    """
    around = surroundings(package, publisher)
    graph = rdf.new_graph()
    node = URIRef(around.base + dataset_path(package["id"]))
    rdf.write_dataset(graph, node, dataset_card(package, around))
    return {extension: pieces.piece(graph, extension) for extension in pieces.KINDS}


def _stale(rows: Iterable[Row], stamps: Mapping[str, tuple[str, Body | None]]) -> list[Row]:
    now = _now()
    return [row for row in rows if row.stamp != stamps[row.id][0] or (row.expires and row.expires <= now)]


def _stamps(rows: list[Row]) -> dict[str, tuple[str, Body | None]]:
    """Return the stamp that each piece should have, and the organisation that is part of it."""
    common = (_code(), portal_address(), *(str(tk.config.get(name)) for name in SETTINGS))
    bodies = publishers(row.owner_org for row in rows)
    held = withheld([resource for row in rows for resource in row.resources])
    stamps = {}
    for row in rows:
        publisher = bodies.get(row.owner_org or "")
        # The files are named beside the dataset's date, which CKAN leaves as it is when a file is taken away.
        own = (row.modified.isoformat(), row.files, sorted(held.intersection(row.resources)))
        parts = (*common, publisher, *own)
        stamps[row.id] = hashlib.sha256(repr(parts).encode()).hexdigest(), publisher
    return stamps


def withheld(resources: Collection[str]) -> set[str]:
    """Return, of some files, those that a room of the portal keeps from the public."""
    return {each for plugin in plugins.PluginImplementations(IWithhold) for each in plugin.withheld(resources)}


def _make(rows: Iterable[Row], stamps: Mapping[str, tuple[str, Body | None]]) -> Iterable[dict[str, Any]]:
    for row in rows:
        # From the database: the index, where CKAN looks first, may lag behind.
        context: dict[str, Any] = {"user": "", "auth_user_obj": None, "use_cache": False}
        try:
            package = tk.get_action("package_show")(context, {"id": row.id})
        except (tk.ObjectNotFound, tk.NotAuthorized):
            continue  # it left, or became private, since the row was read
        stamp, publisher = stamps[row.id]
        expires = next_moment(_moments(package), datetime.now(timezone.utc))
        yield {"package_id": row.id, "stamp": stamp, "expires": expires, **serialise(package, publisher)}


def _moments(package: dict[str, Any]) -> list[object]:
    """Return the dates of a dataset that are left out while they lie in the future."""
    own = [package.get("metadata_created"), package.get("metadata_modified")]
    return own + [file.get(key) for file in package.get("resources") or () for key in ("created", "last_modified")]


def _keep(entries: Iterable[dict[str, Any]]) -> None:
    """Write pieces on a connection of its own: a page is read in a session that has nothing to commit."""
    values = list(entries)
    if values:
        writing = insert(FeedEntry)
        columns = {name: writing.excluded[name] for name in values[0] if name != "package_id"}
        with model.meta.engine.begin() as connection:
            connection.execute(writing.on_conflict_do_update(index_elements=["package_id"], set_=columns), values)


def _batches(rows: list[Row], size: int = 50) -> Iterable[list[Row]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _now() -> datetime:
    return datetime.now(timezone.utc).replace(tzinfo=None)


@cache
def _code() -> str:
    """Return a digest of all that decides how a dataset is written: this room, the form, the zones, the libraries."""
    digest = hashlib.sha256()
    own = [path for path in files("ckanext.datagouv").iterdir() if path.name.endswith(".py")]
    zones = files("ckanext.territories")
    for path in [*sorted(own, key=lambda each: each.name), zones / "cog.py", zones / "data" / "cog.zip"]:
        digest.update(path.read_bytes())
    form = scheming_get_dataset_schema("dataset")
    digest.update(repr((form, [(name, version(name)) for name in LIBRARIES])).encode())
    return digest.hexdigest()
