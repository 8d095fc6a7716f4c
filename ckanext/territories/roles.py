"""Who may do what for which body: CKAN's member rows and their cascade down the tree, and delegations.

| role | comes from | prepares | publishes | people |
|---|---|---|---|---|
| operator | CKAN's sysadmin | yes | yes | yes |
| animator | `admin` of a body above, or of the body itself unless it is a commune | yes | yes | yes |
| publisher | `editor` (or, of a commune, `admin`) of the body, or `editor` of one above | yes | yes | its own body |
| delegate | a delegation that counts today | yes | yes | no |
| contributor | `member` of the body itself | yes | no | no |

Capacities cascade as `ckan.auth.roles_that_cascade_to_sub_groups` says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, cast

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.socle.kept import Kept
from ckanext.territories import delegations, tree

ADMIN, EDITOR, MEMBER = "admin", "editor", "member"
COMMUNE = "commune"
# A person, with the member rows that count for a body: its own, and those of the active bodies above it.
_HELD = sa.text(
    """
    WITH RECURSIVE up AS (
        SELECT CAST(:body AS text) AS id
        UNION
        SELECT m.table_id FROM up JOIN member m ON m.group_id = up.id
         WHERE m.table_name = 'group' AND m.state = 'active'
    )
    SELECT u.id, u.sysadmin, held.place, held.capacity
      FROM "user" u LEFT JOIN (
        SELECT m.table_id AS person, g.id AS place, m.capacity
          FROM up JOIN "group" g ON g.id = up.id JOIN member m ON m.group_id = g.id
         WHERE m.table_name = 'user' AND m.state = 'active'
           AND (g.id = :body OR (g.type = :type AND g.state = 'active'))
      ) held ON held.person = u.id
     WHERE u.state = 'active' AND (u.name = :person OR u.id = :person)
    """
)


# Rights are asked some ten times for a page of who publishes.
_KEPT: Kept[Held | None] = Kept(512)


class Role(str, Enum):
    """What a person is for a body, the strongest first."""

    OPERATOR = "operator"
    ANIMATOR = "animator"
    PUBLISHER = "publisher"
    DELEGATE = "delegate"
    CONTRIBUTOR = "contributor"


STRENGTH = {role: rank for rank, role in enumerate(Role)}
# What a delegate may do in CKAN's terms: as an editor, but neither leave nor join groups.
DELEGATED = frozenset({"read", "create_dataset", "update_dataset", "delete_dataset"})
# CKAN's capacity for the roles that a person can be given in a body.
CAPACITIES = {Role.PUBLISHER: EDITOR, Role.CONTRIBUTOR: MEMBER}


@dataclass(frozen=True)
class Held:
    """A role of a person for a body.

    Attributes:
        role: the strongest one.
        manages: may say who else acts for the body.
        until: last day of a delegation.
        via: id of the body that the role comes from.
    """

    role: Role
    manages: bool
    via: str
    until: date | None = None

    @property
    def publishes(self) -> bool:
        """Whether this role publishes, and not only prepares."""
        return self.role is not Role.CONTRIBUTOR


# By id of the body: the role for it, and id, name, title, type and codes.
Bodies = dict[str, tuple[Held, dict[str, Any]]]


def held(user: str | None, organization: str) -> Held | None:
    """Return a person's role for a body, each given by name or id; None for none, or no such active body."""
    if not user or not organization:
        return None
    # What is only in the session's memory is in no snapshot of the database.
    model.Session.flush()
    key = (user, organization, delegations.today(), frozenset(_cascading()))
    return _KEPT.get(model.Session.connection(), key, lambda: _held(user, organization))


def _held(user: str, organization: str) -> Held | None:
    group = tree.find(organization)
    if group is None:
        return None
    asked = {"body": group.id, "type": tree.ORGANIZATION, "person": user}
    rows = model.Session.execute(_HELD, asked).all()
    if not rows:
        return None
    if rows[0].sysadmin:
        return Held(Role.OPERATOR, manages=True, via=group.id)
    found = [
        role for row in rows if row.capacity and (role := _from_member(row.capacity, row.place, group.id, _kind(group)))
    ]
    found += [
        Held(Role.DELEGATE, manages=False, via=place, until=last)
        for place, last in delegations.current(rows[0].id, [group.id]).items()
    ]
    return min(found, key=_weight, default=None)


def may_prepare(user: str | None, organization: str) -> bool:
    """Whether a person may prepare publications of a body."""
    return held(user, organization) is not None


def may_publish(user: str | None, organization: str) -> bool:
    """Whether a person may publish for a body."""
    role = held(user, organization)
    return role is not None and role.publishes


def may_manage(user: str | None, organization: str) -> bool:
    """Whether a person may say who else acts for a body."""
    role = held(user, organization)
    return role is not None and role.manages


def is_delegate(user: str | None, organization: str) -> bool:
    """Whether a person acts for a body by a delegation that counts today; an unknown or empty name is nobody."""
    account, group = model.User.get(user) if user else None, tree.find(organization)
    if account is None or account.state != "active" or group is None:
        return False
    return bool(delegations.current(account.id, [group.id]))


def sees(user: str | None, other: model.User) -> bool:
    """Whether a person may know of another one: oneself, or somebody with a role in a body that one acts for."""
    account = model.User.get(user) if user else None
    if account is None or account.id == other.id:
        return account is not None
    known = bodies(account.name)
    places = {place for place, _ in _memberships(other.id)} | set(delegations.current(other.id))
    return known is None or not places.isdisjoint(known)


def bodies(user: str | None) -> Bodies | None:
    """Return every body that a person may act for, by id: the role, and id, name, title, type and codes.

    None stands for all bodies: the person is an operator.
    """
    account = model.User.get(user) if user else None
    if account is None or account.state != "active":
        return {}
    if account.sysadmin:
        return None
    found: dict[str, tuple[Held, dict[str, Any]]] = {}
    for place, capacity in _memberships(account.id):
        rows = tree.rows_below([place])
        for row in rows if capacity in _cascading() else rows[:1]:
            role = _from_member(capacity, place, row["id"], row["type"])
            if role is not None:
                _keep(found, role, row)
    days = delegations.current(account.id)
    for row in tree.rows_of(days):
        _keep(found, Held(Role.DELEGATE, manages=False, via=row["id"], until=days[row["id"]]), row)
    return found


def _keep(found: dict[str, tuple[Held, dict[str, Any]]], role: Held, row: Any) -> None:  # noqa: ANN401
    known = found.get(row["id"])
    if known is None or _weight(role) < _weight(known[0]):
        kept = ("id", "name", "title", "type", "insee_code", "siren")
        found[row["id"]] = (role, {key: row[key] for key in kept})


def _weight(role: Held) -> tuple[int, bool]:
    return STRENGTH[role.role], not role.manages


def _kind(group: model.Group) -> str | None:
    return cast("dict[str, str]", group.extras or {}).get("territory_type")


def _cascading() -> set[str]:
    return set(tk.config["ckan.auth.roles_that_cascade_to_sub_groups"])


def _from_member(capacity: str, place: str, body: str, kind: str | None) -> Held | None:
    """Return what a member row of one body (`place`) makes of a person for that body or one beneath it."""
    own = place == body
    if not own and capacity not in _cascading():
        return None
    if capacity == ADMIN:
        role = Role.PUBLISHER if own and kind == COMMUNE else Role.ANIMATOR
        return Held(role, manages=True, via=place)
    if capacity == EDITOR:
        return Held(Role.PUBLISHER, manages=own, via=place)
    return Held(Role.CONTRIBUTOR, manages=False, via=place) if capacity == MEMBER and own else None


def _memberships(user_id: str) -> list[tuple[str, str]]:
    member = model.Member
    wanted = sa.select(member.group_id, member.capacity).where(
        member.table_name == "user", member.table_id == user_id, member.state == "active"
    )
    return [(row.group_id, row.capacity) for row in model.Session.execute(wanted)]
