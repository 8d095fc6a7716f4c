"""Who was told what, and when: one row a message, never changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timezone

import sqlalchemy as sa
from ckan import model
from ckan.model.base import BaseModel
from ckan.model.types import make_uuid
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.territories import joining

DRAFT, INVITATION = "draft", "invitation"


def now() -> datetime:
    """Return the time in UTC without zone, as all of CKAN's tables keep it."""
    return datetime.now(timezone.utc).replace(tzinfo=None)


class Contact(BaseModel):
    """A message to a body.

    Attributes:
        kind: ``reminder``, ``draft`` when one was prepared for the body, or ``invitation``.
        content: what it was about: the names of the obligations, or of the data.
        delivered: whether the mail server took it.
        user_id: who sent it; empty for the schedule.
    """

    __tablename__ = "observatory_contact"

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=make_uuid)
    owner_org: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    kind: Mapped[str] = mapped_column(sa.UnicodeText)
    address: Mapped[str] = mapped_column(sa.UnicodeText)
    content: Mapped[str] = mapped_column(sa.UnicodeText)
    delivered: Mapped[bool] = mapped_column(sa.Boolean)
    user_id: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    sent: Mapped[datetime] = mapped_column(sa.DateTime, default=now)


@dataclass
class Told:
    """The last messages that reached a body (ISO days, empty for none).

    Attributes:
        day: of the last one.
        asked: of the last that asked it to come or to publish: a reminder, or an invitation whose link is good or was
            accepted. One that lapsed or was taken back asks for nothing any more.
        drafts: of the last about a draft that was prepared, by the name of its data.
    """

    day: str = ""
    asked: str = ""
    drafts: dict[str, str] = field(default_factory=dict)


class Reminding(BaseModel):
    """A territory whose bodies are reminded each month.

    Attributes:
        user_id: who started it.
    """

    __tablename__ = "observatory_reminding"

    owner_org: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    user_id: Mapped[str] = mapped_column(sa.UnicodeText)
    since: Mapped[datetime] = mapped_column(sa.DateTime, default=now)


def add(contact: Contact) -> None:
    """Keep a message, at once: a job that is cut later must not send it again."""
    model.Session.add(contact)
    model.Session.commit()


def last(ids: Collection[str]) -> dict[str, Told]:
    """Return the last messages that reached each body, by id; a body that none reached is not there."""
    about = sa.case((Contact.kind == DRAFT, Contact.content), else_="")
    reached = sa.select(Contact.owner_org, Contact.kind, about, sa.func.max(Contact.sent))
    rows = model.Session.execute(
        reached.where(Contact.owner_org.in_(ids), Contact.delivered).group_by(Contact.owner_org, Contact.kind, about)
    ).all()
    standing = joining.standing({body for body, kind, _data, _sent in rows if kind == INVITATION})
    found: dict[str, Told] = {}
    for body, kind, data, sent in rows:
        day, told = sent.date().isoformat(), found.setdefault(body, Told())
        told.day = max(told.day, day)
        if kind == DRAFT:
            told.drafts[data] = day
        elif kind != INVITATION or body in standing:
            told.asked = max(told.asked, day)
    return found


def history(ids: Collection[str], limit: int) -> list[Contact]:
    """Return the last messages to some bodies, the newest first."""
    wanted = sa.select(Contact).where(Contact.owner_org.in_(ids))
    return list(model.Session.scalars(wanted.order_by(Contact.sent.desc()).limit(limit)))


def reminded() -> list[Reminding]:
    """Return the territories that are reminded each month."""
    return list(model.Session.scalars(sa.select(Reminding)))


def is_reminded(owner_org: str) -> bool:
    """Whether a territory is reminded each month."""
    return model.Session.get(Reminding, owner_org) is not None


def set_reminded(owner_org: str, user_id: str, *, on: bool) -> None:
    """Start or stop the monthly reminders of a territory."""
    model.Session.execute(sa.delete(Reminding).where(Reminding.owner_org == owner_org))
    if on:
        model.Session.add(Reminding(owner_org=owner_org, user_id=user_id))
    model.Session.commit()
