"""The addresses that the portal fetches on a schedule: one for each kind of data of a body, and what became of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.base import BaseModel
from ckan.model.types import make_uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.deposit import periods
from ckanext.deposit.model import now

DAY, WEEK, MONTH = "day", "week", "month"
EVERY = (DAY, WEEK, MONTH)
# Why nothing is fetched: somebody said so, it failed too often, whoever gave the address publishes no longer, the new
# commune that the body merged into has an address of its own for these data.
BY_HAND, FAILURES, RIGHTS, MERGED = "by-hand", "failures", "rights", "merged"
# A job that is silent for longer than it may last was killed: the address is fetched again.
JOB_SECONDS = 3600


class Address(BaseModel):
    """An address of the web, and what is known of its last fetch.

    Attributes:
        every: how often it is fetched, one of ``EVERY``.
        user_id: who gave it: what is published from it, this person publishes.
        due: when it is fetched next; None while it is paused.
        begun: since when a job fetches it; None when none does.
        tried: when it was last asked for.
        read: when the server last gave its file, or said that it has not changed.
        paused: why nothing is fetched, empty when it is.
        etag: what the server called the file; with ``last_modified``, what spares fetching it again.
        digest: SHA-256 of the last file that was dealt with.
        failures: in a row.
        fault: of the last fetch: code and parameters of a sentence of ``scdl``; empty when it went well.
        outcome: of the last file: ``state``, ``reason``, ``sentence`` (``unattended``).
        told: the last news of which somebody was written to, so that each is told once.
        deposit_id: the draft, or the publication, of the last file.
        resource_id: the public file that the address keeps up to date.
        former: the body that it was given for, when a merger brought it to another one.
    """

    __tablename__ = "deposit_address"

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=make_uuid)
    owner_org: Mapped[str] = mapped_column(sa.UnicodeText)
    schema_name: Mapped[str] = mapped_column(sa.UnicodeText)
    url: Mapped[str] = mapped_column(sa.UnicodeText)
    every: Mapped[str] = mapped_column(sa.UnicodeText)
    user_id: Mapped[str] = mapped_column(sa.UnicodeText)
    created: Mapped[datetime] = mapped_column(sa.DateTime, default=now)
    due: Mapped[datetime | None] = mapped_column(sa.DateTime)
    begun: Mapped[datetime | None] = mapped_column(sa.DateTime)
    tried: Mapped[datetime | None] = mapped_column(sa.DateTime)
    read: Mapped[datetime | None] = mapped_column(sa.DateTime)
    paused: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    etag: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    last_modified: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    digest: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    failures: Mapped[int] = mapped_column(sa.Integer, default=0)
    fault: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    outcome: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    told: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    deposit_id: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    resource_id: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    former: Mapped[str] = mapped_column(sa.UnicodeText, default="")


# What was known of another file says nothing of this one.
FORGOTTEN: dict[str, Any] = {
    "etag": "",
    "last_modified": "",
    "digest": "",
    "failures": 0,
    "fault": {},
    "outcome": {},
    "told": "",
    "tried": None,
    "read": None,
    "begun": None,
}


def get(address_id: str) -> Address | None:
    """Return an address, as the database has it now."""
    found: Address | None = model.Session.get(Address, address_id, populate_existing=True)
    return found


def existing(address_id: str) -> Address:
    """Return an address, as the database has it now.

    Raises:
        ObjectNotFound: there is none: the answer is that to one which is not this person's.
    """
    found = get(address_id)
    if found is None:
        raise tk.ObjectNotFound(tk._("This address does not exist, or is not yours."))
    return found


def add(owner_org: str, schema_name: str, url: str, every: str, user_id: str) -> Address:
    """Keep an address; it is due at once.

    Raises:
        ValidationError: these data of this body have one.
    """
    address = Address(owner_org=owner_org, schema_name=schema_name, url=url, every=every, user_id=user_id, due=now())
    model.Session.add(address)
    try:
        model.Session.commit()
    except sa.exc.IntegrityError as err:
        model.Session.rollback()
        raise tk.ValidationError({"schema": [tk._("These data already have an address: change that one.")]}) from err
    return address


def listed(owner_orgs: Collection[str] | None) -> list[Address]:
    """Return the addresses of some bodies (None: of all), the oldest first."""
    wanted = sa.select(Address)
    if owner_orgs is not None:
        wanted = wanted.where(Address.owner_org.in_(owner_orgs))
    ordered = wanted.order_by(Address.created, Address.id).execution_options(populate_existing=True)
    return list(model.Session.scalars(ordered))


def has(owner_org: str, schema_name: str) -> bool:
    """Whether some data of a body have an address."""
    wanted = sa.select(Address.id).where(Address.owner_org == owner_org, Address.schema_name == schema_name)
    return model.Session.execute(wanted).first() is not None


def due() -> list[str]:
    """Return the ids of what is to be fetched now, of bodies that are still there."""
    wanted = sa.select(Address.id).join(model.Group, model.Group.id == Address.owner_org)
    waiting = wanted.where(model.Group.state == "active", Address.due <= now(), _free())
    return list(model.Session.scalars(waiting.order_by(Address.due)))


def claim(address_id: str) -> datetime | None:
    """Take an address to fetch it; None when somebody else has it."""
    moment = now()
    return moment if _write(address_id, _free(), begun=moment) else None


def finish(address_id: str, claimed: datetime, **values: Any) -> bool:  # noqa: ANN401
    """Write what became of a fetch and give the address back; False when it was changed or taken meanwhile."""
    return _write(address_id, Address.begun == claimed, begun=None, **values)


def change(address_id: str, **values: Any) -> None:  # noqa: ANN401
    """Write columns of an address."""
    _write(address_id, **values)


def delete(address_id: str) -> None:
    """Forget an address; drafts and publications stay."""
    model.Session.execute(sa.delete(Address).where(Address.id == address_id))
    model.Session.commit()


def is_begun(address: Address) -> bool:
    """Whether a job fetches it, or waits to do so."""
    return address.begun is not None and address.begun > now() - timedelta(seconds=JOB_SECONDS)


def next_turn(last: datetime, every: str, moment: datetime) -> datetime:
    """Return the first turn after a moment, at the hour of the last one.

    Args:
        last: a turn, past or to come.
        every: one of ``EVERY``.
        moment: now.
    """
    turn = last
    while turn <= moment:
        days = {DAY: 1, WEEK: 7}.get(every)
        turn = (
            turn + timedelta(days=days)
            if days
            else datetime.combine(periods.add_months(turn.date(), 1), turn.time(), turn.tzinfo)
        )
    return turn


def _free() -> sa.ColumnElement[bool]:
    return sa.or_(Address.begun.is_(None), Address.begun <= now() - timedelta(seconds=JOB_SECONDS))


def _write(address_id: str, *conditions: sa.ColumnElement[bool], **values: object) -> bool:
    changed = sa.update(Address).where(Address.id == address_id, *conditions).values(**values)
    done = model.Session.execute(changed.execution_options(synchronize_session=False))
    model.Session.commit()
    return bool(done.rowcount)
