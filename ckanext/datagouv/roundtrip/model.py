"""The tables of the round trip: the source of each body on data.gouv.fr, and the presence of each dataset there.

Both say what the last check saw; `ckan datagouv sources check` makes them anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.base import BaseModel
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.datagouv.simulator import Held


class Source(BaseModel):
    """The harvest source of an organisation.

    Attributes:
        account: identifier of the body on data.gouv.fr, empty while it is not known.
        source_id: identifier of the source there, empty without one.
        validation: `pending`, `accepted` or `refused` by data.gouv.fr's people.
        problem: why the body could not be served, as `Problem.to_dict`; empty when it could.
    """

    __tablename__ = "datagouv_source"

    owner_org: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    account: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    source_id: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    validation: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    problem: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    checked: Mapped[datetime] = mapped_column(sa.DateTime)


class Presence(BaseModel):
    """A dataset on data.gouv.fr.

    Attributes:
        package_id: identifier of the dataset here, which data.gouv.fr keeps; it may be deleted here since.
        state: `present`, `incomplete` (there, with something wrong), `waiting`, `absent`, `leaving` (gone from here).
        problems: what is wrong, as `Problem.to_dict`.
        datagouv_id: identifier there, kept once known.
        since: when it was first seen there; none while it is not.
        files: addresses of its files there.
    """

    __tablename__ = "datagouv_presence"

    package_id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    owner_org: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    title: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    state: Mapped[str] = mapped_column(sa.UnicodeText)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    datagouv_id: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    page: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    files: Mapped[list[str]] = mapped_column(JSONB, default=list)
    since: Mapped[datetime | None] = mapped_column(sa.DateTime)
    checked: Mapped[datetime] = mapped_column(sa.DateTime)


def now() -> datetime:
    """Return the present in UTC, as CKAN's tables keep it."""
    return datetime.now(timezone.utc).replace(tzinfo=None)


def source(owner_org: str) -> Source | None:
    """Return what is known of an organisation's source."""
    found: Source | None = model.Session.get(Source, owner_org, populate_existing=True)
    return found


def save_source(owner_org: str, **values: Any) -> None:  # noqa: ANN401
    """Write what is known of an organisation's source."""
    model.Session.merge(Source(owner_org=owner_org, checked=now(), **values))
    model.Session.commit()


def is_connected() -> bool:
    """Tell whether any organisation has a source."""
    return model.Session.query(Source).filter(Source.source_id != "").first() is not None


def presence(package_id: str) -> Presence | None:
    """Return what is known of a dataset there."""
    found: Presence | None = model.Session.get(Presence, package_id, populate_existing=True)
    return found


def presences(owner_org: str) -> dict[str, Presence]:
    """Return what is known of an organisation's datasets there, by their identifier here."""
    rows = model.Session.query(Presence).filter_by(owner_org=owner_org).populate_existing()
    return {row.package_id: row for row in rows}


def save_presences(owner_org: str, rows: Iterable[Presence]) -> None:
    """Replace what is known of an organisation's datasets by what was just seen."""
    kept = [model.Session.merge(row).package_id for row in rows]
    others = model.Session.query(Presence).filter_by(owner_org=owner_org)
    others.filter(Presence.package_id.not_in(kept)).delete(synchronize_session=False)
    model.Session.commit()


def held(owner_org: str) -> dict[str, Held]:
    """Return what data.gouv.fr holds of an organisation, for the simulator."""
    return {
        row.package_id: Held(row.title, tuple(row.files), not any(each["code"] == "elsewhere" for each in row.problems))
        for row in presences(owner_org).values()
        if row.since
    }
