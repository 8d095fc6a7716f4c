"""Which datasets a feed holds, asked of the database: public, born here, in an order that no edit changes.

The order is that of identifiers. A page begins after the last identifier of the one before it, so that nothing that
happens during a crawl moves a dataset from one page to another: an identifier that udata sees on two pages is a failed
item, one that slips between two pages is missed. It also costs the same wherever the page is, however large the portal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import plugin_loaded
from sqlalchemy.dialects.postgresql import ARRAY

from ckanext.datagouv.model import FeedEntry

# Extras that say what was harvested: our harvester of data.gouv.fr writes the first, others give the second.
HARVESTED = ("datagouv_dataset_id", "harvest_object_id")

_package = model.Package.__table__
_resource = model.Resource.__table__
_entry = FeedEntry.__table__
_harvested = sa.table("harvest_object", sa.column("package_id"), sa.column("current"))


@dataclass(frozen=True)
class Row:
    """A dataset of a feed and what is kept of it.

    Attributes:
        id: of the dataset.
        modified: when CKAN last wrote it.
        files: identifier, place and moment of change of each of its files, in one text.
        stamp: of the kept piece, None if there is none.
        expires: see `FeedEntry`.
        piece: the kept piece in the format asked for, None if there is none or none was asked for.
    """

    id: str
    owner_org: str | None
    modified: datetime
    files: tuple[str, ...]
    stamp: str | None
    expires: datetime | None
    piece: str | None

    @property
    def resources(self) -> list[str]:
        """Identifiers of its files."""
        return [each.partition(" ")[0] for each in self.files]


def rows(
    organization: str | None, limit: int, *, after: str = "", skip: int = 0, extension: str | None = None
) -> list[Row]:
    """Return the next datasets of a feed.

    Args:
        organization: identifier of the one that the feed is of; None for the whole portal.
        limit: how many at most.
        after: identifier after which they begin.
        skip: how many to pass over.
        extension: whose piece is wanted: xml, ttl or jsonld.
    """
    described = sa.func.concat_ws(" ", _resource.c.id, _resource.c.position, _resource.c.metadata_modified)
    files = sa.select(described).where(_resource.c.package_id == _package.c.id, _resource.c.state == "active")
    files = files.order_by(_resource.c.position, _resource.c.id)
    wanted = sa.select(
        *(_package.c.id, _package.c.owner_org, _package.c.metadata_modified),
        sa.func.array(files.scalar_subquery()),
        *(_entry.c.stamp, _entry.c.expires),
        _entry.c[extension] if extension else sa.null(),
    )
    # The second condition follows from the first; without it, PostgreSQL may read the kept pieces from the beginning.
    same = sa.and_(_entry.c.package_id == _package.c.id, _entry.c.package_id > after)
    wanted = wanted.select_from(_package.outerjoin(_entry, same))
    wanted = wanted.where(*public(organization), _package.c.id > after).order_by(_package.c.id)
    found = model.Session.execute(wanted.limit(limit).offset(skip)).all()
    return [Row(each[0], each[1], each[2], tuple(each[3]), *each[4:]) for each in found]


def every_row(organization: str | None = None, batch: int = 500) -> Iterator[list[Row]]:
    """Yield all datasets of a feed, some at a time, without their pieces."""
    after = ""
    while found := rows(organization, batch, after=after):
        yield found
        after = found[-1].id


def count(organization: str | None) -> int:
    """Return how many datasets a feed holds."""
    counted = sa.select(sa.func.count()).select_from(_package).where(*public(organization))
    return int(model.Session.execute(counted).scalar_one())


def strangers() -> sa.Delete:
    """Return what deletes the pieces of datasets that are in no feed (any more)."""
    return sa.delete(_entry).where(_entry.c.package_id.not_in(sa.select(_package.c.id).where(*public(None))))


def public(organization: str | None) -> list[sa.ColumnElement[Any]]:
    """Return the conditions under which a dataset is in a feed: it is public, and was not harvested."""
    conditions: list[sa.ColumnElement[Any]] = [
        # Written as in the index that our migration makes, which PostgreSQL would not use otherwise.
        *(_package.c.type == "dataset", _package.c.state == "active", _package.c.private.is_not(True)),
        sa.not_(sa.func.coalesce(_package.c.extras.has_any(sa.cast(list(HARVESTED), ARRAY(sa.Text))), sa.false())),
    ]
    if organization:
        conditions.append(_package.c.owner_org == organization)
    if plugin_loaded("harvest"):
        taken = sa.select(sa.literal(1)).where(_harvested.c.package_id == _package.c.id, _harvested.c.current)
        conditions.append(~taken.exists())
    return conditions
