"""A second pair of eyes before publication, where the portal's policy asks for it."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import authz, model

from ckanext.deposit import bodies, changes, config, files, publishing, versions
from ckanext.deposit.model import Deposit, now
from ckanext.scdl import registry
from ckanext.scdl.reading import Table, read
from ckanext.scdl.schema import Schema
from ckanext.socle import mail
from ckanext.territories import roles, tree

log = logging.getLogger(__name__)

NONE, ANIMATOR, MAYOR = "none", "animator", "mayor"
REQUEST, REFUSAL = "deposit/mail/request.html", "deposit/mail/refusal.html"


def may_approve(user: str, organisation: str) -> bool:
    """Whether a person may publish for a body without asking, and answers those who ask.

    The animator is who animates or operates; the mayor, an administrator of the body, or of one above it.
    """
    policy = config.approval()
    if policy == NONE:
        return bodies.may_publish(user, organisation)
    held = roles.held(user, organisation)
    if held is not None and held.role in {roles.Role.OPERATOR, roles.Role.ANIMATOR}:
        return True
    return policy == MAYOR and bool(authz.has_user_permission_for_group_or_org(organisation, user, "update"))


def may_answer(user: str, deposit: Deposit) -> bool:
    """Whether a person answers a request.

    Where the animator approves, she has done so by preparing the draft: the body's own publishers give the second word.
    """
    if is_prepared(deposit) and config.approval() == ANIMATOR:
        return bodies.may_publish(user, deposit.owner_org)
    return may_approve(user, deposit.owner_org)


def is_prepared(deposit: Deposit) -> bool:
    """Whether a deposit is as an animator prepared it for its body: no other file, and no decision on it since."""
    return bool(deposit.review.get("prepared")) and deposit.review["prepared"]["turn"] == deposit.turn


def must_ask(user: str, organisation: str) -> bool:
    """Whether a person has to ask for a publication of a body."""
    return config.approval() != NONE and not may_approve(user, organisation)


def request(user_id: str, *, despite_errors: bool) -> dict[str, Any]:
    """Return what a deposit keeps of a request."""
    return {"by": user_id, "requested": now().isoformat(), "despite_errors": despite_errors}


def refusal(review: dict[str, Any], user_id: str, reason: str) -> dict[str, Any]:
    """Return what a deposit keeps of a refusal."""
    return {**review, "refused_by": user_id, "refused": now().isoformat(), "reason": reason}


def changes_of(deposit: Deposit) -> dict[str, Any]:
    """Return what a deposit changes in what is public: counts, and the first rows of each kind.

    While it is not said which file it replaces (``choose``), all its rows are new, and ``candidates`` say what it would
    change in each.
    """
    found = publishing.published(deposit.owner_org, deposit.schema_name)
    replaced = next((each for each in found if each.resource_id == deposit.target), None)
    last = versions.last(replaced.resource_id) if replaced else None
    schema = registry.find(deposit.schema_url)
    after = read(files.load(deposit.public_key), known=schema.field_names)
    compared = asdict(_compared(last, after, schema))
    choose = bool(found) and replaced is None and deposit.target != publishing.BESIDE
    candidates = [_candidate(each, after, schema) for each in found] if choose else []
    since = last.published.isoformat() if last else None
    first = last is None and not choose
    return {**compared, "first": first, "choose": choose, "since": since, "candidates": candidates}


def _candidate(replaced: publishing.Published, after: Table, schema: Schema) -> dict[str, Any]:
    """What a table would change in a public file; no counts where the portal has not kept what that file holds."""
    last = versions.last(replaced.resource_id)
    told: dict[str, Any] = {"resource_id": replaced.resource_id, "title": replaced.title, "counted": last is not None}
    if last is None:
        return told
    found = _compared(last, after, schema)
    return {**told, "added": found.added, "removed": found.removed, "changed": found.changed}


def _compared(last: versions.Version | None, after: Table, schema: Schema) -> changes.Changes:
    before = read(files.load(last.file_key), known=schema.field_names) if last else None
    return changes.compare(before, after, schema.primary_key)


def tell_approvers(deposit: Deposit) -> int:
    """Write to those who may approve; return to how many. A mail server that is away stops no request."""
    told = changes_of(deposit)
    body = bodies.body(deposit.owner_org)
    sent = 0
    for address, name in _addresses(deposit.owner_org, body.official_email):
        values = {"deposit_id": deposit.id, "changes": told, "organization": body.title, "data": _data(deposit)}
        sent += _send(address, REQUEST, name, values)
    return sent


def tell_author(deposit: Deposit, reason: str) -> None:
    """Write to who asked that it was refused, and why."""
    author = model.User.get(deposit.review.get("by", ""))
    if author is not None and author.email:
        body = bodies.body(deposit.owner_org)
        values = {"deposit_id": deposit.id, "reason": reason, "organization": body.title, "data": _data(deposit)}
        _send(author.email, REFUSAL, author.display_name, values)


def town_hall(owner_org: str) -> list[tuple[str, str]]:
    """Return who answers for a body what was prepared for it, address and name: its official mailbox.

    Where the mayor approves, the administrators of the body before it.
    """
    official = bodies.body(owner_org).official_email
    if config.approval() == MAYOR:
        return _addresses(owner_org, official)
    return [(official, "")] if official else []


def _send(address: str, template: str, name: str, values: dict[str, Any]) -> int:
    try:
        mail.send(address, template, name=name, **values)
    except mail.MailError as error:
        log.warning("%s was not told: %s", address, error)
        return 0
    return 1


def _addresses(owner_org: str, official_email: str) -> list[tuple[str, str]]:
    """The administrators of the body, or of the nearest above it that has some; else the commune's own address."""
    above = [group.id for group in reversed(tree.ancestors(tree.required(owner_org)))]
    for place in above if config.approval() == ANIMATOR else [owner_org]:
        found = _administrators(place)
        if found:
            return [(each.email, each.display_name) for each in found]
    return [(official_email, "")] if config.approval() == MAYOR and official_email else []


def _administrators(place: str) -> list[model.User]:
    member, user = model.Member, model.User
    wanted = sa.select(user).join(member, sa.and_(member.table_id == user.id, member.table_name == "user"))
    own = wanted.where(member.group_id == place, member.state == "active", member.capacity == "admin")
    return list(model.Session.scalars(own.where(user.state == "active", user.email != "").order_by(user.created)))


def _data(deposit: Deposit) -> str:
    return registry.words(deposit.schema_name).plain_name


def shown(deposit: Deposit) -> dict[str, Any] | None:
    """Return a request as the API gives it: who, when, and the refusal if there is one."""
    review = deposit.review
    if not review:
        return None
    asked, refused = (model.User.get(review.get(key, "")) for key in ("by", "refused_by"))
    return {
        "by": asked.display_name if asked else "",
        "prepared": is_prepared(deposit),
        "requested": review.get("requested"),
        "refused_by": refused.display_name if refused else "",
        "refused": review.get("refused"),
        "reason": review.get("reason", ""),
    }


def refuse_unasked(user: str, deposit: Deposit) -> None:
    """Refuse a publication that has to be asked for.

    Raises:
        ValidationError: says so.
    """
    if config.approval() != NONE and not may_answer(user, deposit):
        raise tk.ValidationError({"id": [tk._("Publications of this body are approved first: ask for it.")]})
