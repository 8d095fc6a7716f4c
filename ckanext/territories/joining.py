"""Who comes to act for a body: invited by e-mail, or asking to join; who decides, who leaves. Each step has a mail."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.socle import mail
from ckanext.territories import config, entry, people, roles, tree
from ckanext.territories.delegations import person
from ckanext.territories.french import slug
from ckanext.territories.model import Access, now
from ckanext.territories.roles import Role

INVITATION, REQUEST = "invitation", "request"
OPEN, ACCEPTED, REFUSED, WITHDRAWN = "open", "accepted", "refused", "withdrawn"
WRITTEN_TO = 20
# Invitations, and demands, of one person within the window in which entries are counted.
MAILS_PER_PERSON = 30


def invite(
    group: model.Group, email: str, role: Role, sentence: str, by: model.User | None, *, counted: bool = True
) -> Access:
    """Write an invitation, send its link, and commit. An open one to the same address gives way to the new one.

    Args:
        group: the body.
        email: of who is invited.
        role: that the link gives.
        sentence: for the mail.
        by: who invites.
        counted: whether it counts among those that one person may send within the hour.

    Raises:
        MailError: the mail did not go out, and nothing is kept.
        TooManyError: this person sent many within the hour.
    """
    if counted:
        entry.count(f"invite:{by.id if by else ''}", MAILS_PER_PERSON)
    secret = secrets.token_urlsafe(32)
    _close_open(INVITATION, group.id, Access.email == email)
    access = _write(INVITATION, group, email, role, sentence, created_by=by.id if by else "", secret_hash=_hash(secret))
    link = tk.url_for("territories_joining.invitation", secret=secret, _external=True)
    words = {"body": entry.body_label(group), "role": role.value, "sentence": sentence, "link": link}
    days = config.invitation_days()
    try:
        mail.send(email, "territories/mail/invitation.html", by=by.display_name if by else "", days=days, **words)
    except mail.MailError:
        model.Session.rollback()
        raise
    model.Session.commit()
    return access


def ask(group: model.Group, user: model.User, sentence: str) -> Access:
    """Write a demand to join a body, tell those who decide, and commit. A second one replaces the first.

    Raises:
        MailError: nobody could be told, and nothing is kept.
        TooManyError: this person sent many within the hour.
    """
    entry.count(f"join:{user.id}", MAILS_PER_PERSON)
    _close_open(REQUEST, group.id, Access.user_id == user.id)
    access = _write(REQUEST, group, (user.email or "").lower(), Role.PUBLISHER, sentence, user_id=user.id)
    link = tk.url_for("territories_people.team", organization=group.name, _external=True) + "#demandes"
    words = {"body": entry.body_label(group), "who": user.display_name, "email": user.email, "sentence": sentence}
    try:
        for each in deciders(group):
            mail.send(each.email, "territories/mail/request.html", name=each.display_name, link=link, **words)
    except mail.MailError:
        model.Session.rollback()
        raise
    model.Session.commit()
    return access


def deciders(group: model.Group) -> list[model.User]:
    """Return who is told of a demand: the publishers of the body, and the administrators of the nearest body above.

    Where there is nobody, the operators.
    """
    found = _holders(group.id, (roles.ADMIN, roles.EDITOR))
    for above in reversed(tree.ancestors(group)):
        admins = _holders(above.id, (roles.ADMIN,))
        if admins:
            return [*found, *(each for each in admins if each not in found)][:WRITTEN_TO]
    return (found or _operators())[:WRITTEN_TO]


def decide(access: Access, accept: bool, by: model.User | None) -> bool:
    """Accept or refuse an open demand and write to the person; False when somebody decided before."""
    group, user = tree.find(access.organization_id), model.User.get(access.user_id)
    if group is None or user is None or not _close(access, ACCEPTED if accept else REFUSED, by):
        return False
    if accept:
        give(group, user, Role(access.role))
    _tell(user.email, "territories/mail/decision.html", body=entry.body_label(group), accepted=accept)
    return True


def open_invitation(secret: str) -> Access | None:
    """Return the open invitation of a link, None when it is used, withdrawn or too old."""
    wanted = sa.select(Access).where(
        Access.kind == INVITATION, Access.secret_hash == _hash(secret), Access.state == OPEN, Access.expires > now()
    )
    found: Access | None = model.Session.scalars(wanted).first()
    return found


def accept(access: Access, user: model.User) -> bool:
    """Give the role of an invitation to who follows its link; False when it was used meanwhile."""
    group = tree.find(access.organization_id)
    if group is None or not _close(access, ACCEPTED, user, user_id=user.id):
        return False
    give(group, user, Role(access.role))
    return True


def withdraw(access: Access, by: model.User | None) -> bool:
    """Take back an open invitation or demand; False when it is closed already."""
    return _close(access, WITHDRAWN, by)


def give(group: model.Group, user: model.User, role: Role) -> None:
    """Give a person a role in a body; one that does more stays."""
    now_held = roles.held(user.name, group.id)
    if now_held is None or now_held.role is Role.DELEGATE or roles.STRENGTH[role] < roles.STRENGTH[now_held.role]:
        _as_portal("organization_member_create", id=group.id, username=user.name, role=roles.CAPACITIES[role])


def leave(group: model.Group, user: model.User) -> None:
    """Take a person's role in a body away, and tell them."""
    _as_portal("organization_member_delete", id=group.id, username=user.name)
    _tell(user.email, "territories/mail/withdrawn.html", body=entry.body_label(group))


def team(group: model.Group) -> list[dict[str, Any]]:
    """Return the people with a role in a body itself: `id, name, display_name, email, role, manages`."""
    found = []
    for user in _holders(group.id, (roles.ADMIN, roles.EDITOR, roles.MEMBER), with_email=False):
        held = roles.held(user.name, group.id)
        if held is not None and held.via == group.id and not user.sysadmin:
            said = {"email": user.email or "", "role": held.role.value, "manages": held.manages}
            found.append({"id": user.id, "name": user.name, "display_name": user.display_name, **said})
    return found


def get(access_id: str) -> Access | None:
    """Return an invitation or a demand, whatever became of it."""
    found: Access | None = model.Session.get(Access, access_id, populate_existing=True)
    return found


def listed(organization_id: str) -> list[Access]:
    """Return the invitations and demands of a body, the last first."""
    wanted = sa.select(Access).where(Access.organization_id == organization_id)
    return list(model.Session.scalars(wanted.order_by(Access.created.desc(), Access.id)))


def demands(organization_ids: Collection[str]) -> list[Access]:
    """Return the demands to join some bodies that nobody has decided, the last first."""
    wanted = sa.select(Access).where(Access.kind == REQUEST, Access.state == OPEN)
    own = wanted.where(Access.organization_id.in_(organization_ids))
    return list(model.Session.scalars(own.order_by(Access.created.desc(), Access.id)))


def standing(organization_ids: Collection[str]) -> set[str]:
    """Return those of some bodies that have an invitation with an answer, or whose link still opens something."""
    answered = sa.or_(Access.state == ACCEPTED, sa.and_(Access.state == OPEN, Access.expires > now()))
    wanted = sa.select(Access.organization_id).where(Access.kind == INVITATION, answered).distinct()
    return set(model.Session.scalars(wanted.where(Access.organization_id.in_(organization_ids))))


def shown(access: Access) -> dict[str, Any]:
    """Return an invitation or a demand as the API has it; `open` is false for a link that is too old."""
    late = access.kind == INVITATION and access.expires <= now()
    return {
        **{key: getattr(access, key) for key in ("id", "kind", "email", "role", "sentence", "state")},
        "open": access.state == OPEN and not late,
        "user": person(access.user_id),
        "created_by": person(access.created_by),
        "created": access.created.isoformat(),
        "expires": access.expires.isoformat(),
        "closed": access.closed.isoformat() if access.closed else None,
        "closed_by": person(access.closed_by),
    }


def new_account(email: str) -> model.User:
    """Make an account for who was invited and has none; its password is chosen later, by «I forgot my password»."""
    person_name = email.partition("@")[0]
    name = f"{slug(person_name, 60) or 'personne'}-{secrets.token_hex(3)}"
    user = model.User(name=name, fullname=person_name, email=email, password=secrets.token_urlsafe(32))
    model.Session.add(user)
    model.Session.commit()
    return user


def _write(kind: str, group: model.Group, email: str, role: Role, sentence: str, **more: str) -> Access:
    expires = now() + timedelta(days=config.invitation_days())
    values = {"email": email, "role": role.value, "sentence": sentence, "expires": expires}
    access = Access(kind=kind, organization_id=group.id, **values, **more)
    model.Session.add(access)
    model.Session.flush()
    return access


def _close_open(kind: str, organization_id: str, whose: sa.ColumnElement[bool]) -> None:
    same = sa.and_(Access.kind == kind, Access.organization_id == organization_id, Access.state == OPEN, whose)
    model.Session.execute(sa.update(Access).where(same).values(state=WITHDRAWN, closed=now()))


def _close(access: Access, state: str, by: model.User | None, **more: str) -> bool:
    """Close what is open, in one statement: of two clicks, one decides."""
    change = sa.update(Access).where(Access.id == access.id, Access.state == OPEN)
    done = model.Session.execute(change.values(state=state, closed=now(), closed_by=by.id if by else "", **more))
    model.Session.commit()
    return bool(done.rowcount)


def _holders(organization_id: str, capacities: tuple[str, ...], *, with_email: bool = True) -> list[model.User]:
    member, user = model.Member, model.User
    wanted = (
        sa.select(user)
        .join(member, sa.and_(member.table_id == user.id, member.table_name == "user", member.state == "active"))
        .where(member.group_id == organization_id, member.capacity.in_(capacities), user.state == people.ACTIVE)
    )
    found = model.Session.scalars(wanted.order_by(user.fullname, user.name)).unique()
    return [each for each in found if each.email or not with_email]


def _operators() -> list[model.User]:
    user = model.User
    wanted = sa.select(user).where(user.sysadmin, user.state == people.ACTIVE, user.email.is_not(None))
    return list(model.Session.scalars(wanted.order_by(user.name)))


def _tell(address: str | None, template: str, **values: Any) -> None:  # noqa: ANN401
    """Send news of something that is done: a mail that does not go out undoes nothing (`mail` logs why)."""
    if address:
        try:
            mail.send(address, template, **values)
        except mail.MailError:
            return


def _as_portal(action: str, **data: object) -> None:
    site = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    tk.get_action(action)({"user": site["name"], "ignore_auth": True}, data)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
