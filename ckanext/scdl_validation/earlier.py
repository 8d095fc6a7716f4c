"""What a body has published already: tables to compare a new file with, addresses that tell where its territory lies.

A check that somebody waits for reads the files of the portal's storage that everyone may have, the newest first, up to
a total size. The larger ones, and those that lie behind addresses, are compared afterwards in the background
(``comparing``), one at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import overload

import sqlalchemy as sa
from ckan import model

from ckanext.scdl import ScdlError, registry
from ckanext.scdl.checking.beyond import senses_of
from ckanext.scdl.checking.beyond.places import box_of, read_point
from ckanext.scdl.context import Bounds, Published, Unread
from ckanext.scdl.reading import Table, read
from ckanext.scdl.schema import Schema
from ckanext.scdl_validation import config, content, stored
from ckanext.scdl_validation.model import FileState
from ckanext.scdl_validation.subject import Subject
from ckanext.socle import storage

# The only shipped schema whose rows cover the whole of a commune.
ADDRESSES = "etalab/schema-bal"
# A harvest may bring hundreds of addresses of one kind; each that is checked would fetch all the others.
MOST_FAR = 20


class Everything(Sequence[Published | Unread]):
    """All that a body has published with a schema, each table being read when its turn comes and then let go."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self._subjects = subjects

    def __len__(self) -> int:
        return len(self._subjects)

    @overload
    def __getitem__(self, index: int) -> Published | Unread: ...
    @overload
    def __getitem__(self, index: slice) -> Everything: ...
    def __getitem__(self, index: int | slice) -> Published | Unread | Everything:
        if isinstance(index, slice):
            return Everything(self._subjects[index])
        return _whole(self._subjects[index])


def tables(organization: str, schema: str, besides: Collection[str] = ()) -> list[Published]:
    """Return the tables that a body has published with any version of a schema and that are quickly read.

    Args:
        organization: its identifier.
        schema: the catalogue's name.
        besides: identifiers of resources to leave out.

    Returns:
        The newest first.
    """
    found = (_table(subject) for subject in _shared_out(organization, schema, besides)[0])
    return [each for each in found if each is not None]


def everything(organization: str, schema: str, besides: Collection[str] = ()) -> Everything:
    """Return all of them, those that are large or lie behind addresses too; arguments are those of ``tables``."""
    near, far = _shared_out(organization, schema, besides)
    return Everything([*near, *far])


def is_left_out(subject: Subject) -> bool:
    """Whether a check of a file leaves out some of what its body has published with the same schema."""
    try:
        name = registry.find(subject.schema, files_too=False).name
    except ScdlError:
        # Another schema than the shipped ones: nothing says what names a row of its tables.
        return False
    return bool(senses_of(name).key) and bool(_shared_out(subject.owner_org, name, {subject.id})[1])


def territory(organization: str) -> Bounds | None:
    """Return the box of the addresses that a commune has published, None when there are too few to tell."""
    return box_of(point for table in tables(organization, ADDRESSES) for point in _points(table))


def _shared_out(organization: str, schema: str, besides: Collection[str]) -> tuple[list[Subject], list[Subject]]:
    """The files that a check reads at once, and the newest of the others."""
    room = config.compare_size()
    near: list[Subject] = []
    far: list[Subject] = []
    if not room:
        return near, far
    for subject in _subjects(organization, schema):
        if subject.id in besides:
            continue
        size = storage.size(subject.id) if subject.is_upload else None
        if size is None or size > room:
            far.append(subject)
        else:
            near.append(subject)
            room -= size
    return near, far[:MOST_FAR]


def _subjects(organization: str, schema: str) -> Iterator[Subject]:
    """The files of a body that are checked, public, and follow the schema."""
    entry = registry.entry(schema)
    addresses = {entry.url, *(version.url for version in entry.versions)}
    resource, package = model.Resource, model.Package
    public = sa.select(resource).join(package).where(package.owner_org == organization, package.state == "active")
    free = public.join(FileState, FileState.resource_id == resource.id).where(FileState.held == "")
    active = free.where(package.private.is_(False), resource.state == "active")
    newest = sa.func.coalesce(resource.last_modified, resource.created).desc()
    for each in model.Session.scalars(active.order_by(newest, resource.id)).all():
        if (each.extras or {}).get("schema") in addresses:
            yield Subject.of_model(each, organization)


def _table(subject: Subject) -> Published | None:
    found = _whole(subject)
    # Published before it was checked, or lost since: there is nothing to compare.
    return None if isinstance(found, Unread) else found


def _whole(subject: Subject) -> Published | Unread:
    title = str(subject.resource.get("name") or subject.resource.get("url") or "")
    try:
        return Published(_read(subject, registry.find(subject.schema)), title)
    except ScdlError as err:
        # What follows the first sentence is advice to who sent that file.
        first, dot, _ = err.message(config.report_language()).partition(". ")
        return Unread(title, first + dot.strip())


def _read(subject: Subject, schema: Schema) -> Table:
    if subject.is_upload:
        return read(storage.content(subject.id), subject.guesses, schema.field_names)
    kept = stored.table(subject)
    if kept is not None:
        return kept
    return read(content.behind(str(subject.resource["url"])).data or b"", subject.guesses, schema.field_names)


def _points(one: Published) -> Iterator[tuple[float, float]]:
    places = {label.strip(): index for index, label in enumerate(one.table.labels)}
    for names in senses_of(ADDRESSES).coordinates:
        if places.keys() >= set(names):
            for cells in zip(*(one.table.column(places[name]) for name in names), strict=True):
                point = read_point(cells)
                if point is not None:
                    yield point
