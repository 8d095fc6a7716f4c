"""The letter of each year: last year's table in hand, and three links: change it, it still holds, nothing to declare.

A link bears a secret that is kept as its hash alone, opens a page that asks again, and works once.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.base import BaseModel
from ckan.model.types import make_uuid
from ckan.plugins import plugin_loaded
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.deposit import bodies, config, declarations, people, versions
from ckanext.deposit import model as deposits
from ckanext.deposit.model import now
from ckanext.deposit.publishing import published
from ckanext.deposit.versions import Version
from ckanext.scdl import registry
from ckanext.socle import mail

log = logging.getLogger(__name__)

TEMPLATE = "deposit/mail/renewal.html"
# A link is good until its letter would be an old one.
LIFE = timedelta(days=90)


class Renewal(BaseModel):
    """A letter to one person about one table and one year.

    Attributes:
        token_hash: SHA-256 of the secret in its links.
        used: when one of its links did something.
    """

    __tablename__ = "deposit_renewal"

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=make_uuid)
    owner_org: Mapped[str] = mapped_column(sa.UnicodeText)
    schema_name: Mapped[str] = mapped_column(sa.UnicodeText)
    period: Mapped[str] = mapped_column(sa.UnicodeText)
    user_id: Mapped[str] = mapped_column(sa.UnicodeText)
    token_hash: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    sent: Mapped[datetime] = mapped_column(sa.DateTime, default=now)
    used: Mapped[datetime | None] = mapped_column(sa.DateTime)


def send_due() -> int:
    """Write to those who publish for the bodies whose yearly table is to be renewed soon; return how many letters left.

    Each letter is sent once. Killed between the sending and the commit, it may be sent twice, never be lost.
    """
    if not plugin_loaded("observatory") or not config.renewal_days():
        return 0
    sent = 0
    for body, due in _due():
        for user in people.publishers(body):
            sent += _write(body, due, user)
    return sent


def open_letter(token: str) -> Renewal | None:
    """Return the letter whose link this is, None when it was used, or is too old, or never was."""
    wanted = sa.select(Renewal).where(Renewal.token_hash == _hash(token), Renewal.used.is_(None))
    found: Renewal | None = model.Session.scalars(wanted.where(Renewal.sent > now() - LIFE)).first()
    return found


def use(letter: Renewal) -> bool:
    """Take the right that a letter gives; of two clicks, one has it."""
    change = sa.update(Renewal).where(Renewal.id == letter.id, Renewal.used.is_(None)).values(used=now())
    done = model.Session.execute(change.execution_options(synchronize_session=False))
    model.Session.commit()
    return bool(done.rowcount)


def give_back(letter_id: str) -> None:
    """Let a letter be used again: what it asked for was refused."""
    model.Session.execute(sa.update(Renewal).where(Renewal.id == letter_id).values(used=None))
    model.Session.commit()


def in_hand(letter: Renewal) -> dict[str, Any]:
    """Return what the page and the letter say: the body, the data, the last version."""
    found = published(letter.owner_org, letter.schema_name)
    kept = versions.last(found[-1].resource_id) if found else None
    body = bodies.body(letter.owner_org)
    return {
        "organization": {"name": body.name, "title": body.title},
        "schema": letter.schema_name,
        "plain_name": registry.words(letter.schema_name).plain_name,
        "period": letter.period,
        "version": versions.shown(kept) if kept else None,
        "may": [kind for kind in declarations.KINDS if declarations.may_be(kind, letter.owner_org, letter.schema_name)],
    }


def _due() -> Iterator[tuple[str, dict[str, Any]]]:
    """The body and the state of each yearly table that was published from here and is to be renewed."""
    package = model.Package
    owners = sa.select(package.owner_org).join(Version, Version.package_id == package.id).distinct()
    ids = list(model.Session.scalars(owners.where(package.state == "active")))
    states = tk.get_action("observatory_states")({"user": "", "ignore_auth": True}, {"organizations": ids})
    begun = {(draft.owner_org, draft.schema_name) for draft in deposits.open_drafts(ids)}
    soon = now().date() + timedelta(days=config.renewal_days())
    for each in states:
        body = each["organization"]["id"]
        for due in each["states"]:
            yearly, last_day = due["period"].isdigit(), due["due"]
            asked = due["action"] == "update" and yearly and (body, due["schema"]) not in begun
            if asked and last_day and date.fromisoformat(last_day) <= soon:
                yield body, due


def _write(body: str, due: dict[str, Any], user: model.User) -> int:
    token, address, name, user_id = secrets.token_urlsafe(32), user.email, user.display_name, user.id
    values = {"owner_org": body, "schema_name": due["schema"], "period": due["period"], "user_id": user_id}
    new = insert(Renewal).values(id=make_uuid(), token_hash=_hash(token), sent=now(), used=None, **values)
    if not model.Session.execute(new.on_conflict_do_nothing()).rowcount:
        model.Session.commit()
        return 0
    hand = in_hand(Renewal(**values))
    try:
        if hand["version"]:
            mail.send(address, TEMPLATE, name=name, token=token, due=due["due"], **hand)
    except mail.MailError:
        model.Session.rollback()  # tried again tomorrow
        return 0
    model.Session.commit()
    return int(bool(hand["version"]))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
