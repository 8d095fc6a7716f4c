"""The tables of the territories plugin: who acts for whom, for how long; who asked, who was invited."""

from __future__ import annotations

from datetime import date, datetime, timezone

import sqlalchemy as sa
from ckan.model.base import BaseModel
from ckan.model.types import make_uuid
from sqlalchemy.orm import Mapped, mapped_column


def now() -> datetime:
    """Return the time in UTC without zone, as all of CKAN's tables keep it."""
    return datetime.now(timezone.utc).replace(tzinfo=None)


class Delegation(BaseModel):
    """A person acts for one body between two dates, both included. Rows are a log: revoked ones stay.

    Attributes:
        organization_id: of the body.
        user_id: of who acts for it.
        granted_by: who gave it (id of a user).
        reason: why, in a sentence that both sides read.
        revoked: when it was ended before its last day, by whom, and why.
    """

    __tablename__ = "territories_delegation"

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=make_uuid)
    organization_id: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    user_id: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    granted_by: Mapped[str] = mapped_column(sa.UnicodeText)
    starts: Mapped[date] = mapped_column(sa.Date)
    ends: Mapped[date] = mapped_column(sa.Date)
    reason: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    created: Mapped[datetime] = mapped_column(sa.DateTime, default=now)
    revoked: Mapped[datetime | None] = mapped_column(sa.DateTime)
    revoked_by: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    revoke_reason: Mapped[str] = mapped_column(sa.UnicodeText, default="")


class Access(BaseModel):
    """An invitation to a body, or a person's demand to join one. Rows are a log: what is closed stays.

    Attributes:
        kind: ``invitation`` or ``request``.
        organization_id: of the body.
        email: of who is invited or asks, in lower case.
        user_id: of who asks, or who accepted; empty before.
        role: ``publisher`` or ``contributor``.
        sentence: what the person, or who invites, wrote.
        created_by: who invited (id of a user); empty for a demand.
        secret_hash: sha-256 of the secret in the invitation's link; empty for a demand.
        expires: after which the link opens nothing.
        state: ``open``, ``accepted``, ``refused`` or ``withdrawn``.
        closed: when, by whom.
    """

    __tablename__ = "territories_access"

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=make_uuid)
    kind: Mapped[str] = mapped_column(sa.UnicodeText)
    organization_id: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    email: Mapped[str] = mapped_column(sa.UnicodeText)
    user_id: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    role: Mapped[str] = mapped_column(sa.UnicodeText)
    sentence: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    created_by: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    secret_hash: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    expires: Mapped[datetime] = mapped_column(sa.DateTime)
    state: Mapped[str] = mapped_column(sa.UnicodeText, default="open")
    created: Mapped[datetime] = mapped_column(sa.DateTime, default=now)
    closed: Mapped[datetime | None] = mapped_column(sa.DateTime)
    closed_by: Mapped[str] = mapped_column(sa.UnicodeText, default="")
