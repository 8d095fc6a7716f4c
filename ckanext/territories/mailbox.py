"""The account of a body's official mailbox: whoever reads the mailbox acts for the body."""

from __future__ import annotations

import secrets
from typing import cast

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.territories import bodies, entry, people, roles
from ckanext.territories.french import of

# In `plugin_extras`, which only operators and code write: a name or an address could be taken by a stranger first.
EXTRAS, BODY = "territories", "mailbox_of"


def find(organization_id: str) -> model.User | None:
    """Return the account of a body's mailbox, whatever its state."""
    bound = model.User.plugin_extras[EXTRAS][BODY].astext == organization_id
    return cast("model.User | None", model.Session.query(model.User).filter(bound).order_by(model.User.created).first())


def account(group: model.Group) -> model.User | None:
    """Return the account of a body's mailbox, made at need, with the role to publish; None when it was closed."""
    user = find(group.id) or _create(group)
    if user.state != "active":
        return None
    follow(group)
    role = roles.held(user.name, group.id)
    if role is None or not role.publishes:
        _as_portal("organization_member_create", id=group.id, username=user.name, role=roles.EDITOR)
    return user


def follow(group: model.Group) -> None:
    """Give a mailbox's account the address that the body has now, so that a former one resets no password."""
    user = find(group.id)
    address = _free(entry.official_email(group), user.id) if user is not None else None
    if user is not None and user.email != address:
        user.email, user.reset_key = address, None
        model.Session.commit()


def _create(group: model.Group) -> model.User:
    kind = (group.extras or {}).get("territory_type")
    title = group.title or group.name
    user = model.User(
        name=_name(group.name),
        fullname=f"Mairie {of(title)}" if kind == roles.COMMUNE else bodies.label(title, kind),
        email=_free(entry.official_email(group), ""),
        password=secrets.token_urlsafe(32),
        plugin_extras={EXTRAS: {BODY: group.id}},
    )
    model.Session.add(user)
    model.Session.commit()
    return user


def _name(name: str) -> str:
    wanted = f"mairie-{name}"[:90]
    return wanted if model.User.get(wanted) is None else f"{wanted}-{secrets.token_hex(3)}"


def _free(address: str, user_id: str) -> str | None:
    """Return the address if no other account has it: CKAN lets an address have one account."""
    other = people.by_email(address)
    return address.lower() if address and (other is None or other.id == user_id) else None


def _as_portal(action: str, **data: object) -> None:
    site = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    tk.get_action(action)({"user": site["name"], "ignore_auth": True}, data)
