"""For whom a person acts: their bodies, and the one that they chose to act for now, which the session keeps."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from flask import session

from ckanext.territories import delegations, roles, search, tree
from ckanext.territories.french import fold

MANY = 100_000
SESSION_KEY = "territories_acting_for"
# More bodies than this are looked for on a page, and not listed in the header.
LISTED = 8


def bodies(user: str, q: str = "", kinds: Collection[str] = (), *, publishes: bool = False) -> list[dict[str, Any]]:
    """Return the bodies that a person may act for, by name.

    Args:
        user: name of the account.
        q: words of the name, a code; all when empty.
        kinds: of bodies; all when empty.
        publishes: only those that the person may publish for.
    """
    return _listed(roles.bodies(user), q, kinds, publishes=publishes)


def _listed(
    known: roles.Bodies | None, q: str = "", kinds: Collection[str] = (), *, publishes: bool = False
) -> list[dict[str, Any]]:
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


def _current(user: str | None, known: roles.Bodies | None) -> dict[str, Any] | None:
    """Return the body that a person acts for now: the one chosen if the right to it still holds, else the only one.

    An operator acts for a body only once chosen.
    """
    if not user:
        return None
    group = tree.find(session.get(SESSION_KEY, ""))
    role = roles.held(user, group.id) if group is not None else None
    if group is not None and role is not None:
        return {**tree.summary(group), **_said(role)}
    if known is None or len(known) != 1:
        return None
    [(role, row)] = known.values()
    return {**row, **_said(role)}


def choose(user: str, organization: str) -> bool:
    """Act for a body from now on; False, and nothing changes, when the person has no role for it."""
    group = tree.find(organization)
    if group is None or roles.held(user, group.id) is None:
        return False
    session[SESSION_KEY] = group.id
    return True


def switch(user: str | None) -> dict[str, Any]:
    """Return what the header shows: `current`, `count` of the bodies (-1: all) and, when they are few, `bodies`."""
    known = roles.bodies(user)
    count = -1 if known is None else len(known)
    few = 1 < count <= LISTED
    return {"current": _current(user, known), "count": count, "bodies": _listed(known) if few else []}


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
