"""The table of certificates of publication."""

from __future__ import annotations

import secrets
from datetime import datetime, timezone
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.base import BaseModel
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

# Without I, L, O, U: nobody takes one sign for another when copying a number from paper (Crockford's base 32).
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READ_AS = str.maketrans("ILO", "110")


class Certificate(BaseModel):
    """What a body had published on a day. A row is written once and never changed.

    Attributes:
        number: printed on the paper, as ``2026-K7QF-3MZP``.
        content: what is certified (``content.Content``).
        digest: SHA-256 of the content as ``content.canonical`` writes it.
    """

    __tablename__ = "certificate"

    number: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    owner_org: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    user_id: Mapped[str] = mapped_column(sa.UnicodeText)
    issued: Mapped[datetime] = mapped_column(sa.DateTime)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    digest: Mapped[str] = mapped_column(sa.UnicodeText)


def now() -> datetime:
    """Return the time in UTC without zone, to the second: what is printed is what is stored."""
    return datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0)


def new_number(year: int) -> str:
    """Draw a number: the year, then forty bits of chance, so that it tells nothing and cannot be guessed."""
    drawn = "".join(secrets.choice(SIGNS) for _ in range(8))
    return f"{year}-{drawn[:4]}-{drawn[4:]}"


def read_number(text: str) -> str:
    """Write a number as it is stored, whatever the spaces, the case and the signs taken for one another."""
    plain = "".join(sign for sign in text.upper().translate(READ_AS) if sign in SIGNS)
    return f"{plain[:4]}-{plain[4:8]}-{plain[8:]}"


def existing(number: str) -> Certificate:
    """Return a certificate.

    Raises:
        ObjectNotFound: none has this number.
    """
    found: Certificate | None = model.Session.get(Certificate, read_number(number), populate_existing=True)
    if found is None:
        raise tk.ObjectNotFound(tk._("No certificate has this number. Compare it with the paper, sign by sign."))
    return found


def of_body(owner_org: str, limit: int) -> list[Certificate]:
    """Return the certificates of a body (its id), the newest first."""
    wanted = sa.select(Certificate).where(Certificate.owner_org == owner_org)
    return list(model.Session.scalars(wanted.order_by(Certificate.issued.desc()).limit(limit)))


def add(certificate: Certificate) -> None:
    """Write a new certificate."""
    model.Session.add(certificate)
    model.Session.commit()
