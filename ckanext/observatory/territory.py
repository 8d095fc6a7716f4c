"""What the portal knows of the bodies of a territory, for the animator's grid: a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import authz, model
from ckan.types import Context

from ckanext.observatory import contacts
from ckanext.observatory.desk import Row
from ckanext.territories import roles, tree

# Kinds of bodies that have others beneath them, the widest first.
WIDE = ("region", "departement", "syndicat", "epci", "autre")


def rows(context: Context, organization: str) -> list[Row]:
    """Return the communes beneath a body, with where each stands.

    Args:
        context: of the call: drafts show to who may see them.
        organization: identifier of the body.
    """
    below = {row["id"]: row for row in tree.rows_below([organization])}
    communes = [key for key, row in below.items() if row["type"] == roles.COMMUNE]
    found = tk.get_action("observatory_states")({"user": context["user"]}, {"organizations": communes})
    emails, told = addresses(communes), contacts.last(communes)
    return [
        Row(
            **{key: each["organization"][key] for key in ("id", "name", "title", "insee_code", "siren")},
            group=_group(below, each["organization"]["id"]),
            address=emails.get(each["organization"]["id"], ""),
            cells={state["rule"]: state for state in each["states"]},
            contact=(message := told.get(each["organization"]["id"], contacts.Told())).day,
            asked=message.asked,
            drafts=message.drafts,
        )
        for each in found
    ]


def animated(user: str) -> list[dict[str, Any]]:
    """Return the bodies whose desk a person may open, the widest first: id, name, title, type."""
    found = roles.bodies(user)
    if found is None:
        listed = [dict(row) for row in tree.rows_below(tree.roots())]
    else:
        listed = [row for role, row in found.values() if role.role is roles.Role.ANIMATOR]
    wide = [row for row in listed if row["type"] in WIDE]
    return sorted(wide, key=lambda row: (WIDE.index(row["type"]), row["title"] or row["name"]))


def animates(user: str, organization: str) -> bool:
    """Whether a person animates a body's territory (name or id): an administrator of it or above, or the operator."""
    role = roles.held(user, organization)
    return role is not None and role.role in {roles.Role.OPERATOR, roles.Role.ANIMATOR}


def animates_some(user: str) -> bool:
    """Whether a person animates any territory; asked for each page, so it is one small query."""
    if authz.is_sysadmin(user):
        return True
    person = sa.select(model.User.id).where(model.User.name == user).scalar_subquery()
    wanted = (
        sa.select(sa.literal(1))
        .select_from(model.Member)
        .join(model.Group, model.Group.id == model.Member.group_id)
        .where(model.Member.table_name == "user", model.Member.table_id == person, model.Member.state == "active")
        .where(model.Member.capacity == roles.ADMIN, model.Group.state == "active")
        .where(sa.func.coalesce(model.Group.extras["territory_type"].astext, "") != roles.COMMUNE)
    )
    return model.Session.execute(wanted.limit(1)).first() is not None


def addresses(ids: Collection[str]) -> dict[str, str]:
    """Return the official e-mail address of those bodies that have one, by id."""
    address = model.Group.extras["official_email"].astext
    found = model.Session.execute(sa.select(model.Group.id, address).where(model.Group.id.in_(list(ids))))
    return {key: value for key, value in found if value}


def _group(below: dict[str, Any], body: str) -> str:
    """Return the title of the intercommunality above a body, within the territory."""
    above = below.get(below[body]["parent_id"]) if body in below else None
    while above is not None and above["type"] != "epci":
        above = below.get(above["parent_id"])
    return str(above["title"] or above["name"]) if above is not None else ""
