"""Drafts that an animator prepares for a body: the town hall answers by the link of a letter, without an account.

The link bears a secret that is kept as its hash alone. It is good for one draft as it was prepared: another file, or
another decision on it, ends it, as an answer does. Whoever follows it acts as the body's official mailbox.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model as ckan_model
from ckan.types import Context
from werkzeug.datastructures import FileStorage

from ckanext.deposit import approval, bodies, checking, model, publishing, receiving, releasing, view_model
from ckanext.deposit.states import State
from ckanext.socle import mail
from ckanext.territories import config as territories
from ckanext.territories import mailbox, tree

log = logging.getLogger(__name__)

LETTER = "deposit/mail/prepared.html"
# As long as the letters of each year are good.
LIFE = timedelta(days=90)


class Outcome(str, Enum):
    """What became of a body's part of a file."""

    ASKED = "asked"  # its town hall has only to agree
    TO_CORRECT = "to-correct"  # a draft, with something to correct or to decide
    UNCHANGED = "unchanged"  # the same file was prepared before
    TAKEN_UP = "taken-up"  # the town hall works on what was prepared before, or has refused it


@dataclass(frozen=True)
class Prepared:
    """What became of a body's part, and who was told of it: addresses, each with whether the mail left."""

    outcome: Outcome
    deposit_id: str
    told: tuple[tuple[str, bool], ...] = ()


def prepare(context: Context, owner_org: str, schema_name: str, upload: FileStorage, *, replace: bool) -> Prepared:
    """Make a draft for a body and write to its town hall; what nobody has touched of an earlier one is replaced.

    Args:
        context: of the animator.
        owner_org: id of the body.
        schema_name: in the catalogue.
        upload: its file.
        replace: the file takes the place of the one that the body has published of this data, if there is one.
    """
    content_hash = hashlib.sha256(upload.stream.read()).hexdigest()
    upload.stream.seek(0)
    earlier = _earlier(owner_org, schema_name)
    if earlier is not None and (standing := _standing(earlier, content_hash)):
        return Prepared(standing, earlier.id)
    user = ckan_model.User.get(context["user"])
    reused = earlier is not None and earlier.state not in {State.PUBLISHED, State.PUBLISHING}
    deposit_id = earlier.id if earlier is not None and reused else receiving.begin(owner_org, schema_name, user.id).id
    return _ask(_checked(context, deposit_id, upload), user.id, content_hash, replace=replace)


def opened(deposit_id: str, secret: str) -> model.Deposit | None:
    """Return the draft whose link this is; None when it was answered or changed, or the link is too old, or is none."""
    deposit = model.get(deposit_id)
    if deposit is None or deposit.state != State.REQUESTED or not approval.is_prepared(deposit):
        return None
    fresh = datetime.fromisoformat(deposit.review["requested"]) > model.now() - LIFE
    same = hmac.compare_digest(deposit.review["prepared"]["secret"], _hash(secret))
    return deposit if fresh and same else None


def agree(deposit: model.Deposit, turn: str, target: str = "") -> bool:
    """Publish a draft as its body's mailbox; False when the town hall's access was closed.

    Args:
        deposit: of the link.
        turn: what was looked at.
        target: what it replaces, where the town hall chose.

    Raises:
        ValidationError: as ``deposit_publish``.
    """
    user = mailbox.account(tree.required(deposit.owner_org))
    if user is None:
        return False
    context: Context = {"user": user.name}
    data = {"turn": turn, "despite_errors": False, "target": target or deposit.target}
    if releasing.claim(model.existing(deposit.id), data, user.name, agreed=True):
        releasing.release(context, model.existing(deposit.id))
    return True


def refuse(deposit: model.Deposit, reason: str) -> bool:
    """Refuse a draft as its body's mailbox; False when the town hall's access was closed."""
    user = mailbox.account(tree.required(deposit.owner_org))
    if user is not None:
        releasing.refuse(model.existing(deposit.id), user.id, reason)
    return user is not None


def _earlier(owner_org: str, schema_name: str) -> model.Deposit | None:
    """The last deposit of this data that was prepared for a body, whatever became of it."""
    deposit = model.Deposit
    wanted = sa.select(deposit).where(
        deposit.owner_org == owner_org,
        deposit.schema_name == schema_name,
        deposit.review["prepared"].is_not(None),
    )
    found: model.Deposit | None = ckan_model.Session.scalars(wanted.order_by(deposit.modified.desc())).first()
    return found


def _standing(earlier: model.Deposit, content_hash: str) -> Outcome | None:
    """What an earlier draft says of a file that comes: nothing to do, leave it to the town hall, or None to go on."""
    kept, untouched = earlier.review["prepared"], approval.is_prepared(earlier)
    if earlier.state in {State.PUBLISHED, State.PUBLISHING}:
        return Outcome.UNCHANGED if kept["hash"] == content_hash else None
    if not untouched or (earlier.review.get("reason") and kept["hash"] == content_hash):
        return Outcome.TAKEN_UP
    # A letter that reached nobody is written again.
    return Outcome.UNCHANGED if kept["hash"] == content_hash and kept.get("told") else None


def _checked(context: Context, deposit_id: str, upload: FileStorage) -> model.Deposit:
    """Give a draft its file and wait for the verdict: a job prepares, so a long check need not be another one."""
    tk.get_action("deposit_file")({"user": context["user"]}, {"id": deposit_id, "upload": upload})
    deposit = model.existing(deposit_id)
    checking.run(deposit.id, deposit.turn)
    return model.existing(deposit_id)


def _ask(deposit: model.Deposit, user_id: str, content_hash: str, *, replace: bool) -> Prepared:
    deposit_id, secret, turn = deposit.id, secrets.token_urlsafe(32), deposit.turn
    kept = {"turn": turn, "secret": _hash(secret), "hash": content_hash}
    review = {**approval.request(user_id, despite_errors=False), "prepared": kept}
    existing = publishing.published(deposit.owner_org, deposit.schema_name)
    target = existing[0].resource_id if replace and len(existing) == 1 else "" if replace else publishing.BESIDE
    asked = releasing.ask_town_hall(deposit, target, review)
    if not asked:
        model.write(deposit_id, model.Deposit.turn == turn, review=review)
    told = _write(model.existing(deposit_id), secret if asked else "")
    if any(delivered for _address, delivered in told):
        same = (model.Deposit.turn == turn, model.Deposit.review["reason"].is_(None))
        model.write(deposit_id, *same, review={**review, "prepared": {**kept, "told": True}})
    return Prepared(Outcome.ASKED if asked else Outcome.TO_CORRECT, deposit_id, told)


def _write(deposit: model.Deposit, secret: str) -> tuple[tuple[str, bool], ...]:
    shown = view_model.listed(deposit)
    link = _link(deposit.id, secret)
    changes = approval.changes_of(deposit) if secret else None
    values = {"deposit": shown, "changes": changes, "link": link, "by": approval.shown(deposit)}
    told = approval.town_hall(deposit.owner_org)
    return tuple((address, _sent(address, name or shown["organization"]["title"], values)) for address, name in told)


def _link(deposit_id: str, secret: str) -> str:
    """The page of the answer. Where the portal lets nobody in by the official mailbox, an account is asked for."""
    if secret and territories.entry_open():
        return str(tk.url_for("prepared.answer", id=deposit_id, secret=secret, _external=True))
    return str(tk.url_for("deposit.approval" if secret else "deposit.resume", id=deposit_id, _external=True))


def _sent(address: str, name: str, values: dict[str, Any]) -> bool:
    try:
        mail.send(address, LETTER, name=name, **values)
    except mail.MailError as error:
        log.warning("%s was not told of its draft: %s", address, error)
        return False
    return True


def body_of(deposit: model.Deposit) -> dict[str, str]:
    """Return the body of a draft as pages name it."""
    body = bodies.body(deposit.owner_org)
    return {"name": body.name, "title": body.title}


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
