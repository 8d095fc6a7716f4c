"""The three accounts of the demonstration, with generated passwords and API tokens."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Context


@dataclass(frozen=True)
class Role:
    """Who an account stands for.

    Attributes:
        name: user name.
        title: in the reader's words.
        organization: name of the organisation it works for; None for the operator.
        capacity: CKAN's role in that organisation; it cascades to what lies beneath.
    """

    name: str
    title: str
    organization: str | None
    capacity: str | None


@dataclass(frozen=True)
class Account:
    """What the launcher prints and writes to `accounts.json`."""

    name: str
    title: str
    email: str
    password: str
    token: str
    organization: str | None
    sysadmin: bool


def departement_organization(code: str) -> str:
    """Return the name of a département's organisation.

    Raises:
        ObjectNotFound: it is not loaded.
    """
    query = {"q": code, "type": "departement", "limit": 100}
    found = tk.get_action("territories_search")(Context(ignore_auth=True), query)
    names = [body["name"] for body in found if body["insee_code"] == code]
    if not names:
        raise tk.ObjectNotFound(f"département {code}")
    return str(names[0])


def create_all(roles: list[Role]) -> list[dict[str, object]]:
    """Create the accounts, or give new passwords and tokens to those that are there; return them all."""
    return [asdict(_create(role)) for role in roles]


def _create(role: Role) -> Account:
    context = Context(ignore_auth=True)
    password, email = secrets.token_urlsafe(12), f"{role.name}@exemple.fr"
    values = {"name": role.name, "email": email, "fullname": role.title, "password": password}
    known = model.User.get(role.name)
    if known:
        tk.get_action("user_update")(context, {**values, "id": known.id, "state": "active"})
    else:
        tk.get_action("user_create")(context, values)
    user = model.User.get(role.name)
    if role.organization:
        member = {"id": role.organization, "username": role.name, "role": role.capacity}
        tk.get_action("organization_member_create")(context, member)
    else:
        user.sysadmin = True
        model.Session.commit()
    token = tk.get_action("api_token_create")(
        Context(ignore_auth=True, user=role.name), {"user": role.name, "name": "demo"}
    )
    return Account(role.name, role.title, email, password, token["token"], role.organization, user.sysadmin)
