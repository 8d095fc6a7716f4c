"""The table of deposits."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.base import BaseModel
from ckan.model.types import make_uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.deposit.states import DELETABLE_STATES, OPEN_STATES, Event, State, sources, target


def now() -> datetime:
    """Return the time in UTC without zone, as all of CKAN's tables keep it."""
    return datetime.now(timezone.utc).replace(tzinfo=None)


class Deposit(BaseModel):
    """A file on its way to publication. It belongs to its organisation, whoever began it.

    Attributes:
        fields: what a person changed of the publication's description.
        target: identifier of the resource to replace, ``beside`` for a new one, empty when not decided.
        file_key: where the file lies in the storage; a new one for each file, so that a late job knows it is late.
        report: summary of the check (``summary.summarise``), or the sentence of an unreadable file.
        progress: of the running job: ``step``, ``rows``, ``job``.
        package_id: reserved before the dataset is made, as ``resource_id`` is: publishing twice makes one dataset.
        table_state: of the rows for the API: ``waiting``, ``loaded`` or ``failed``.
    """

    __tablename__ = "deposit"

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=make_uuid)
    owner_org: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    user_id: Mapped[str] = mapped_column(sa.UnicodeText)
    schema_name: Mapped[str] = mapped_column(sa.UnicodeText)
    schema_url: Mapped[str] = mapped_column(sa.UnicodeText)
    state: Mapped[str] = mapped_column(sa.UnicodeText, default=State.DRAFT.value)
    created: Mapped[datetime] = mapped_column(sa.DateTime, default=now)
    modified: Mapped[datetime] = mapped_column(sa.DateTime, default=now)
    published: Mapped[datetime | None] = mapped_column(sa.DateTime)
    file_key: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    file_name: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    file_size: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    file_hash: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    report: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    progress: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    fields: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    target: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    package_id: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    resource_id: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    table_state: Mapped[str] = mapped_column(sa.UnicodeText, default="")


def get(deposit_id: str) -> Deposit | None:
    """Return a deposit, as the database has it now."""
    found: Deposit | None = model.Session.get(Deposit, deposit_id, populate_existing=True)
    return found


def unused(owner_org: str, schema_name: str) -> Deposit | None:
    """Return a draft of this body and this data that has no file yet."""
    wanted = sa.select(Deposit).where(
        Deposit.owner_org == owner_org, Deposit.schema_name == schema_name, Deposit.state == State.DRAFT.value
    )
    found: Deposit | None = model.Session.scalars(wanted.order_by(Deposit.created)).first()
    return found


def listed(owner_orgs: Collection[str] | None, *, published: bool, limit: int, offset: int) -> list[Deposit]:
    """Return the deposits of some bodies (None: of all), the last changed first; drafts without a file are left out."""
    states = [State.PUBLISHED.value] if published else [state.value for state in OPEN_STATES - {State.DRAFT}]
    wanted = sa.select(Deposit).where(Deposit.state.in_(states))
    if owner_orgs is not None:
        wanted = wanted.where(Deposit.owner_org.in_(owner_orgs))
    ordered = wanted.order_by(Deposit.modified.desc(), Deposit.id).limit(limit).offset(offset)
    return list(model.Session.scalars(ordered))


def move(
    deposit_id: str, event: Event, *, only_file: str | None = None, stale: int | None = None, **values: object
) -> bool:
    """Take a deposit through an event, and say whether this call is the one that did it.

    One UPDATE with its condition: of two clicks, tabs or workers, one wins.

    Args:
        deposit_id: of the deposit.
        event: what happens.
        only_file: only if the file still has this key.
        stale: also from the event's own target state, when nothing was heard for so many seconds.
        values: columns to write with the new state.
    """
    free: sa.ColumnElement[bool] = Deposit.state.in_([state.value for state in sources(event)])
    if stale is not None:
        old = Deposit.modified < now() - timedelta(seconds=stale)
        free = free | (sa.and_(Deposit.state == target(event).value, old))
    same_file = [] if only_file is None else [Deposit.file_key == only_file]
    return write(deposit_id, free, *same_file, state=target(event).value, **values)


def write(deposit_id: str, *conditions: sa.ColumnElement[bool], **values: object) -> bool:
    """Write columns of a deposit if the conditions hold, commit, and say whether they did."""
    change = sa.update(Deposit).where(Deposit.id == deposit_id, *conditions).values(modified=now(), **values)
    return _commit(change)


def delete(deposit_id: str) -> bool:
    """Delete a draft, and say whether it was one."""
    states = [state.value for state in DELETABLE_STATES]
    return _commit(sa.delete(Deposit).where(Deposit.id == deposit_id, Deposit.state.in_(states)))


def _commit(change: sa.Update | sa.Delete) -> bool:
    done = model.Session.execute(change.execution_options(synchronize_session=False))
    model.Session.commit()
    return bool(done.rowcount)


def heartbeat(deposit_id: str, file_key: str, progress: dict[str, Any]) -> None:
    """Write a sign of life on a connection of its own, so that a long transaction does not hide it."""
    with model.meta.engine.begin() as connection:
        connection.execute(
            sa.update(Deposit)
            .where(Deposit.id == deposit_id, Deposit.file_key == file_key)
            .values(modified=now(), progress=progress)
        )
