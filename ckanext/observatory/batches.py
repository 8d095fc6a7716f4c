"""Files that an animator gives for many bodies: kept until the last letter left, then only what became of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.base import BaseModel
from ckan.model.types import make_uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, undefer

from ckanext.observatory.contacts import now

READY, SENDING, SENT = "ready", "sending", "sent"
# A preview that nobody confirms is forgotten, with its file.
KEPT = timedelta(days=7)
LISTED = 10
# Another worker takes over when nothing was heard for so long: the check of one body's part is much shorter.
SILENCE = timedelta(minutes=10)


class Batch(BaseModel):
    """A file for many bodies.

    Attributes:
        owner_org: the body above.
        content: of the file; empty once every part is a draft.
        column_name: what says whose each row is.
        replace: each part takes the place of what its body has published.
        parts: by title: ``id``, ``title``, ``address``, ``rows`` (how many).
        left_out: ``identifier``, ``reason`` (``none``, ``unknown``, ``elsewhere``), ``title``, ``count``, ``rows``.
        done: id of a body → ``outcome``, ``deposit_id``, ``told``, as ``deposit_prepare`` gives them, or ``error``.
    """

    __tablename__ = "observatory_batch"

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=make_uuid)
    owner_org: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    user_id: Mapped[str] = mapped_column(sa.UnicodeText)
    schema_name: Mapped[str] = mapped_column(sa.UnicodeText)
    file_name: Mapped[str] = mapped_column(sa.UnicodeText)
    content: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    column_name: Mapped[str] = mapped_column(sa.UnicodeText)
    replace: Mapped[bool] = mapped_column(sa.Boolean)
    state: Mapped[str] = mapped_column(sa.UnicodeText, default=READY)
    parts: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    left_out: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    done: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    created: Mapped[datetime] = mapped_column(sa.DateTime, default=now)
    modified: Mapped[datetime] = mapped_column(sa.DateTime, default=now)


def add(batch: Batch) -> Batch:
    """Keep a file that was just cut; forget the previews that nobody confirmed."""
    model.Session.execute(sa.delete(Batch).where(Batch.state == READY, Batch.created < now() - KEPT))
    model.Session.add(batch)
    model.Session.commit()
    return batch


def required(batch_id: str, owner_org: str) -> Batch:
    """Return a file of a territory, as the database has it now, its content left there.

    Raises:
        ObjectNotFound: there is none, or it was forgotten.
    """
    found: Batch | None = model.Session.get(Batch, batch_id, populate_existing=True)
    if found is None or found.owner_org != owner_org:
        raise tk.ObjectNotFound(tk._("This file is no longer there. Send it again."))
    return found


def whole(batch_id: str) -> Batch | None:
    """Return a file with its content."""
    found: Batch | None = model.Session.get(Batch, batch_id, populate_existing=True, options=[undefer(Batch.content)])
    return found


def recent(owner_org: str) -> list[Batch]:
    """Return the last files of a territory that were confirmed, the newest first."""
    wanted = sa.select(Batch).where(Batch.owner_org == owner_org, Batch.state != READY)
    return list(model.Session.scalars(wanted.order_by(Batch.created.desc()).limit(LISTED)))


def claim(batch_id: str) -> bool:
    """Begin to send a file, or take it up again when its worker fell silent; of two calls, one does it."""
    silent = sa.and_(Batch.state == SENDING, Batch.modified < now() - SILENCE)
    return _write(batch_id, (Batch.state == READY) | silent, state=SENDING)


def note(batch_id: str, done: dict[str, Any]) -> None:
    """Keep what became of each part until now: a job that is cut goes on from there."""
    _write(batch_id, Batch.state == SENDING, done=done)


def close(batch_id: str) -> None:
    """Say that every part is a draft; the file itself is no longer kept."""
    _write(batch_id, Batch.state == SENDING, state=SENT, content=b"")


def is_silent(batch: Batch) -> bool:
    """Whether nothing was heard of a file that is being sent."""
    return batch.state == SENDING and batch.modified < now() - SILENCE


def _write(batch_id: str, condition: sa.ColumnElement[bool], **values: object) -> bool:
    change = sa.update(Batch).where(Batch.id == batch_id, condition).values(modified=now(), **values)
    done = model.Session.execute(change.execution_options(synchronize_session=False))
    model.Session.commit()
    return bool(done.rowcount)
