"""The table of deposits."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta, timezone
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.base import BaseModel
from ckan.model.types import make_uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.deposit.choices import Choices
from ckanext.deposit.states import DELETABLE_STATES, OPEN_STATES, Event, State, sources, target


def now() -> datetime:
    """Return the time in UTC without zone, as all of CKAN's tables keep it."""
    return datetime.now(timezone.utc).replace(tzinfo=None)


class Deposit(BaseModel):
    """A file on its way to publication. It belongs to its organisation, whoever began it.

    Attributes:
        fields: what a person changed of the publication's description.
        target: identifier of the resource to replace, ``beside`` for a new one, empty when not decided.
        file_key: where the file sent lies in the storage; empty without one.
        mended_key: where the file to publish lies, with its ``mended_hash`` and ``mended_size``; empty when it is the
            file sent.
        turn: a new one for each check that begins, so that a late job knows it is late.
        attempts: how many times the check of this turn, or the load of the rows, was taken up again by itself.
        answers: what a person decided (``choices.Choices``).
        report: summary of the check (``summary.summarise``), or the sentence of an unreadable file.
        progress: of the running job, as ``socle.pulse`` writes it.
        package_id: reserved before the dataset is made, as ``resource_id`` is: publishing twice makes one dataset.
        review: who asked for publication and what was decided (``approval``).
        table_state: of the rows for the API: ``waiting``, ``loaded`` or ``failed``.
        typed: how many rows its online table holds (``online``); None when nobody opened one.
        typed_hash: SHA-256 of the file last made of that table.
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
    answers: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    mended_key: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    mended_size: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    mended_hash: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    turn: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    attempts: Mapped[int] = mapped_column(sa.Integer, default=0)
    target: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    package_id: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    resource_id: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    table_state: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    review: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    typed: Mapped[int | None] = mapped_column(sa.Integer)
    typed_hash: Mapped[str] = mapped_column(sa.UnicodeText, default="")

    @property
    def choices(self) -> Choices:
        """What a person decided."""
        return Choices.from_json(self.answers)

    @property
    def public_key(self) -> str:
        """Where the file to publish lies."""
        return self.mended_key or self.file_key

    @property
    def is_typed(self) -> bool:
        """Whether the file is the one made of the online table."""
        return bool(self.typed_hash) and self.typed_hash == self.file_hash


def _begun() -> sa.ColumnElement[bool]:
    """What a list shows: a file was sent, or rows were typed."""
    return sa.or_(Deposit.file_name != "", Deposit.typed.is_not(None))


class Memory(BaseModel):
    """The names that a body's own columns had in its last publication of some data.

    Attributes:
        columns: as ``Choices.columns``.
    """

    __tablename__ = "deposit_memory"

    owner_org: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    schema_name: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    columns: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict)
    modified: Mapped[datetime] = mapped_column(sa.DateTime, default=now)


def remembered(owner_org: str, schema_name: str) -> dict[str, str]:
    """Return the names that a body gave to its columns of some data."""
    found: Memory | None = model.Session.get(Memory, (owner_org, schema_name), populate_existing=True)
    return dict(found.columns) if found else {}


def remember(owner_org: str, schema_name: str, columns: dict[str, str]) -> None:
    """Keep the names of a body's columns for its next file; those of other columns stay."""
    new = pg_insert(Memory).values(owner_org=owner_org, schema_name=schema_name, columns=columns, modified=now())
    merged = Memory.columns.op("||")(new.excluded.columns)
    model.Session.execute(
        new.on_conflict_do_update(
            index_elements=["owner_org", "schema_name"], set_={"columns": merged, "modified": now()}
        )
    )
    model.Session.commit()


def get(deposit_id: str) -> Deposit | None:
    """Return a deposit, as the database has it now."""
    found: Deposit | None = model.Session.get(Deposit, deposit_id, populate_existing=True)
    return found


def existing(deposit_id: str) -> Deposit:
    """Return a deposit, as the database has it now.

    Raises:
        ObjectNotFound: there is none: the answer is that to one which is not this person's.
    """
    found = get(deposit_id)
    if found is None:
        raise tk.ObjectNotFound(tk._("This draft does not exist, or is not yours."))
    return found


def unused(owner_org: str, schema_name: str) -> Deposit | None:
    """Return a draft of this body and this data that has neither a file nor rows yet."""
    wanted = sa.select(Deposit).where(
        Deposit.owner_org == owner_org,
        Deposit.schema_name == schema_name,
        Deposit.state == State.DRAFT.value,
        Deposit.file_key == "",
        Deposit.typed.is_(None),
    )
    found: Deposit | None = model.Session.scalars(wanted.order_by(Deposit.created)).first()
    return found


def listed(owner_orgs: Collection[str] | None, *, published: bool, limit: int, offset: int) -> list[Deposit]:
    """Return the deposits of some bodies (None: of all), the last changed first; no empty drafts."""
    states = [State.PUBLISHED.value] if published else [state.value for state in OPEN_STATES]
    wanted = sa.select(Deposit).where(Deposit.state.in_(states), _begun())
    if owner_orgs is not None:
        wanted = wanted.where(Deposit.owner_org.in_(owner_orgs))
    ordered = wanted.order_by(Deposit.modified.desc(), Deposit.id).limit(limit).offset(offset)
    return list(model.Session.scalars(ordered))


def open_drafts(owner_orgs: Collection[str]) -> list[sa.Row[Any]]:
    """Return what a list of many bodies needs of their drafts (no empty ones), the last changed first: no reports."""
    errors = sa.func.coalesce(Deposit.report["error_count"].as_integer(), 0).label("error_count")
    columns = (Deposit.id, Deposit.owner_org, Deposit.schema_name, Deposit.state, Deposit.modified)
    wanted = sa.select(*columns, errors).where(Deposit.state.in_([state.value for state in OPEN_STATES]))
    own = wanted.where(Deposit.owner_org.in_(owner_orgs), _begun())
    return list(model.Session.execute(own.order_by(Deposit.modified.desc())).all())


def move(
    deposit_id: str,
    event: Event,
    *,
    only_turn: str | None = None,
    stale: int | None = None,
    **values: Any,  # noqa: ANN401
) -> bool:
    """Take a deposit through an event, and say whether this call is the one that did it.

    One UPDATE with its condition: of two clicks, tabs or workers, one wins.

    Args:
        deposit_id: of the deposit.
        event: what happens.
        only_turn: only if no other check began meanwhile.
        stale: also from the event's own target state, when nothing was heard for so many seconds.
        values: columns to write with the new state.
    """
    free: sa.ColumnElement[bool] = Deposit.state.in_([state.value for state in sources(event)])
    if stale is not None:
        old = Deposit.modified < now() - timedelta(seconds=stale)
        free = free | (sa.and_(Deposit.state == target(event).value, old))
    same_turn = [] if only_turn is None else [Deposit.turn == only_turn]
    return write(deposit_id, free, *same_turn, state=target(event).value, **values)


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


def heartbeat(deposit_id: str, turn: str, progress: dict[str, Any]) -> bool:
    """Write a sign of life on a connection of its own, so that a long transaction does not hide it.

    Returns:
        Whether the work is still wanted: not cancelled, and no other check began.
    """
    working = [State.CHECKING.value, State.PUBLISHING.value]
    change = sa.update(Deposit).where(Deposit.id == deposit_id, Deposit.turn == turn, Deposit.state.in_(working))
    with model.meta.engine.begin() as connection:
        return bool(connection.execute(change.values(modified=now(), progress=progress)).rowcount)


def silent(states: Collection[State], seconds: int) -> list[Deposit]:
    """Return the deposits in some states of which nothing was heard for so many seconds."""
    wanted = sa.select(Deposit).where(
        Deposit.state.in_([state.value for state in states]), Deposit.modified < now() - timedelta(seconds=seconds)
    )
    return list(model.Session.scalars(wanted.order_by(Deposit.modified)))


def unloaded(seconds: int, attempts: int) -> list[Deposit]:
    """Return the published deposits whose rows are not loaded, after so many seconds and fewer attempts than that."""
    wanted = sa.select(Deposit).where(
        Deposit.state == State.PUBLISHED.value,
        Deposit.table_state.in_(["waiting", "failed"]),
        Deposit.attempts < attempts,
        Deposit.modified < now() - timedelta(seconds=seconds),
    )
    return list(model.Session.scalars(wanted.order_by(Deposit.modified)))


def forgettable(before: datetime) -> list[Deposit]:
    """Return the deposits published before a date whose file sent is still kept."""
    wanted = sa.select(Deposit).where(
        Deposit.state == State.PUBLISHED.value,
        Deposit.file_key != "",
        Deposit.table_state.in_(["loaded", ""]),
        Deposit.published < before,
    )
    return list(model.Session.scalars(wanted))
