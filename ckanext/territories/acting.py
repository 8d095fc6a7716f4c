"""For whom a person acts: their bodies, and the one that they chose to act for now, which the session keeps."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.territories import delegations, roles, search, tree
from ckanext.territories.french import fold

MANY = 100_000


def bodies(user: str, q: str = "", kinds: Collection[str] = (), *, publishes: bool = False) -> list[dict[str, Any]]:
    """Return the bodies that a person may act for, by name.

    Args:
        user: name of the account.
        q: words of the name, a code; all when empty.
        kinds: of bodies; all when empty.
        publishes: only those that the person may publish for.
    """
    known = roles.bodies(user)
    if known is not None and not known:
        return []
    wanted = set(_wanted(q, kinds, known)) if q or kinds or known is None else None
    everything = _of_operator(wanted or ()) if known is None else known
    found = [
        {**row, **_said(role)}
        for identifier, (role, row) in everything.items()
        if (wanted is None or identifier in wanted) and (role.publishes or not publishes)
    ]
    return sorted(found, key=lambda row: (fold(row["title"] or row["name"]), row["name"]))


def _wanted(q: str, kinds: Collection[str], known: Collection[str] | None) -> list[str]:
    places = None if known is None else list(known)
    return [row["id"] for row in search.search(q, list(kinds), MANY, places)]


def _of_operator(ids: Collection[str]) -> dict[str, tuple[roles.Held, dict[str, Any]]]:
    kept = ("id", "name", "title", "type", "insee_code", "siren")
    return {
        row["id"]: (roles.Held(roles.Role.OPERATOR, manages=True, via=row["id"]), {key: row[key] for key in kept})
        for row in tree.rows_of(ids)
    }


def _said(role: roles.Held) -> dict[str, Any]:
    until = role.until.isoformat() if role.until else None
    return {"role": role.role.value, "publishes": role.publishes, "manages": role.manages, "until": until}


def delegated(person: model.User | None, known: Collection[str]) -> list[dict[str, Any]]:
    """Return, as CKAN's list of a person's organisations has them, those of a delegation that are not known yet."""
    ids = set(delegations.current(person.id)) - set(known) if person is not None else set()
    show = tk.get_action("organization_show")
    plain = {"include_users": False, "include_groups": False, "include_tags": False, "include_followers": False}
    groups = [group for each in sorted(ids) if (group := model.Group.get(each)) and group.state == "active"]
    return [
        {**show({"ignore_auth": True}, {"id": each.id, "include_extras": False, **plain}), "capacity": roles.EDITOR}
        for each in groups
    ]
