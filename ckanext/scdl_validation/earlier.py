"""What a body has published already: tables to compare a new file with, addresses that tell where its territory lies.

Only files of the portal's storage that everyone may have are read, the newest first, up to a total size: a check never
waits for another server, nor for a hundred years of délibérations.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import sqlalchemy as sa
from ckan import model

from ckanext.scdl import ScdlError, registry
from ckanext.scdl.checking.beyond import senses_of
from ckanext.scdl.checking.beyond.places import box_of, read_point
from ckanext.scdl.context import Bounds, Published
from ckanext.scdl.reading import read
from ckanext.scdl.schema import Schema
from ckanext.scdl_validation import config
from ckanext.scdl_validation.model import FileState
from ckanext.scdl_validation.subject import Subject
from ckanext.socle import storage

# The only shipped schema whose rows cover the whole of a commune.
ADDRESSES = "etalab/schema-bal"


def tables(organization: str, schema: str, besides: Collection[str] = ()) -> list[Published]:
    """Return the tables that a body has published with any version of a schema, the newest first.

    Args:
        organization: its identifier.
        schema: the catalogue's name.
        besides: identifiers of resources to leave out.
    """
    room = config.compare_size()
    found = []
    for subject in _subjects(organization, schema):
        size = storage.size(subject.id) if subject.id not in besides else None
        if size is None or size > room:
            continue
        table = _table(subject, registry.find(subject.schema))
        if table is not None:
            found.append(table)
            room -= size
    return found


def territory(organization: str) -> Bounds | None:
    """Return the box of the addresses that a commune has published, None when there are too few to tell."""
    return box_of(point for table in tables(organization, ADDRESSES) for point in _points(table))


def _subjects(organization: str, schema: str) -> Iterator[Subject]:
    """The files of a body that are checked, stored here, public, and follow the schema."""
    entry = registry.entry(schema)
    addresses = {entry.url, *(version.url for version in entry.versions)}
    resource, package = model.Resource, model.Package
    public = sa.select(resource).join(package).where(package.owner_org == organization, package.state == "active")
    free = public.join(FileState, FileState.resource_id == resource.id).where(FileState.held == "")
    stored = free.where(package.private.is_(False), resource.state == "active", resource.url_type == "upload")
    newest = sa.func.coalesce(resource.last_modified, resource.created).desc()
    for each in model.Session.scalars(stored.order_by(newest, resource.id)).all():
        if (each.extras or {}).get("schema") in addresses:
            yield Subject.of_model(each, organization)


def _table(subject: Subject, schema: Schema) -> Published | None:
    try:
        table = read(storage.content(subject.id), subject.guesses, schema.field_names)
    except ScdlError:
        # Published before it was checked, or lost since: there is nothing to compare.
        return None
    return Published(table, str(subject.resource.get("name") or ""))


def _points(one: Published) -> Iterator[tuple[float, float]]:
    places = {label.strip(): index for index, label in enumerate(one.table.labels)}
    for names in senses_of(ADDRESSES).coordinates:
        if places.keys() >= set(names):
            for cells in zip(*(one.table.column(places[name]) for name in names), strict=True):
                point = read_point(cells)
                if point is not None:
                    yield point
