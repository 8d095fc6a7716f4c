"""The tree of organisations: CKAN's own group hierarchy (a `member` row of the child names its parent)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import ckan.authz as authz
import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.lib.helpers import strxfrm
from ckan.types import Context
from sqlalchemy import RowMapping, text

ORGANIZATION = "organization"
# CKAN's word for the row (ckan.model.Member); its hierarchy functions read rows of any capacity.
CAPACITY = "parent"
# What the schema of `organization_show` keeps of each of them.
SHOWN_OF_GROUPS = frozenset({"name", "capacity", "__extras"})
# As deep as CKAN's own look-ups go.
MAX_DEPTH = 8

DOWN = text(
    """
    WITH RECURSIVE down AS (
        SELECT id, CAST(NULL AS text) AS parent_id, 0 AS depth FROM "group" WHERE id = ANY(:roots)
        UNION ALL
        SELECT m.group_id, m.table_id, down.depth + 1 FROM member m JOIN down ON m.table_id = down.id
        WHERE m.table_name = 'group' AND m.state = 'active' AND down.depth < :depth
    )
    SELECT g.id, down.parent_id, g.name, g.title, g.extras->>'territory_type' AS type,
           g.extras->>'insee_code' AS insee_code, g.extras->>'siren' AS siren
    FROM down JOIN "group" g ON g.id = down.id
    WHERE g.state = 'active' AND g.is_organization
    ORDER BY down.depth, g.title, g.name
    """
)


def find(reference: str) -> model.Group | None:
    """Return the active organisation with this name or id."""
    if not reference:
        return None
    # As `Group.get`, which reads one that is given by its name in two queries: an id goes before a name.
    either = sa.or_(model.Group.id == reference, model.Group.name == reference)
    found = model.Session.query(model.Group).filter(either).all()
    group = next((each for each in found if each.id == reference), found[0] if found else None)
    return group if group is not None and group.is_organization and group.state == "active" else None


def parent_of(group: model.Group) -> model.Group | None:
    """Return the organisation just above one."""
    return next(iter(group.get_parent_groups(ORGANIZATION)), None)


def parent_rows(group: model.Group) -> list[sa.Row[Any]]:
    """Return the bodies just above one, deleted ones too: name, title, type, state and capacity of the member row."""
    above, member = model.Group, model.Member
    wanted = (
        sa.select(above.name, above.title, above.type, above.state, member.capacity)
        .join(member, member.table_id == above.id)
        .where(member.group_id == group.id, member.table_name == "group", member.state == "active")
    )
    return list(model.Session.execute(wanted))


def ancestors(group: model.Group) -> list[model.Group]:
    """Return the organisations above one, the topmost first."""
    return list(group.get_parent_group_hierarchy(ORGANIZATION))


def makes_loop(group: model.Group, parent: model.Group) -> bool:
    """Tell whether an organisation would end up above itself."""
    return group.id in {parent.id, *(above.id for above in ancestors(parent))}


def names_groups(context: Context, data_dict: dict[str, Any]) -> bool:
    """Tell whether ``organization_show`` is to say of the bodies above one what its schema keeps: names, capacities.

    A value that is no boolean is CKAN's to refuse, a schema that keeps more its to answer.
    """
    asked = str(data_dict.get("include_groups", True)).lower() in {"true", "1", "yes", "on", "t", "y"}
    return asked and set(context.get("schema", {}).get("groups", SHOWN_OF_GROUPS)) <= SHOWN_OF_GROUPS


def shown_above(group: model.Group, *, with_groups: bool = False) -> dict[str, Any]:
    """Return ``parent``, the name of the active body above one, if any, and with it CKAN's ``groups``.

    CKAN works out the same ``groups`` by counting the datasets of every organisation of the portal, and by reading them
    all to see that none makes a loop.
    """
    rows = parent_rows(group)
    active = [row.name for row in rows if row.type == ORGANIZATION and row.state == "active"]
    said: dict[str, Any] = {"parent": active[0]} if active and group.state == "active" else {}
    if with_groups:
        by_title = sorted(rows, key=lambda row: strxfrm(row.title or row.name))
        said["groups"] = [{"name": row.name, "capacity": row.capacity} for row in by_title]
    return said


def may_move(context: Context, group: model.Group | None, parent: model.Group | None) -> bool:
    """Tell whether the user may put an organisation beneath another, or beneath none.

    It takes the administration of both the place it leaves and the place it goes to: a commune's own administrator
    neither leaves the EPCI that manages it nor enters another.
    """
    before = parent_of(group) if group is not None else None
    if context.get("ignore_auth") or before is parent:
        return True
    user = context.get("user")
    places = [place for place in (before, parent) if place is not None]
    return all(authz.has_user_permission_for_group_or_org(place.id, user, "update") for place in places)


def with_parent(data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return an organisation's input in which `parent` and CKAN's `groups` say the same.

    CKAN writes the tree from `groups`; the form, the API and the loader speak of `parent`. An input with neither
    leaves the tree as it is. Whether the parent exists and may be taken is the validator's to say.
    """
    if "parent" not in data_dict and "groups" not in data_dict:
        return data_dict
    given = str((data_dict["parent"] if "parent" in data_dict else _only_name(data_dict["groups"])) or "").strip()
    parent = find(given)
    groups = [{"name": parent.name, "capacity": CAPACITY}] if parent else []
    return {**data_dict, "parent": given, "groups": groups}


def _only_name(groups: object) -> str:
    """Return the one name in CKAN's list of parents; several, or something else, make a name that does not exist."""
    if not isinstance(groups, list):
        return str(groups or "")
    return " ".join(str(row.get("name") or row.get("id")) if isinstance(row, dict) else str(row) for row in groups)


def rows_below(roots: Iterable[str]) -> list[RowMapping]:
    """Return organisations and all beneath them, parents first: id, parent_id, name, title, type, insee_code, siren."""
    result = model.Session.execute(DOWN, {"roots": list(roots), "depth": MAX_DEPTH})
    return list(result.mappings())


def rows_of(ids: Iterable[str]) -> list[RowMapping]:
    """Return organisations alone, with the fields of `rows_below`."""
    wanted = set(ids)
    return [row for row in rows_below(wanted) if row["id"] in wanted] if wanted else []


def nested(rows: Iterable[RowMapping]) -> list[dict[str, Any]]:
    """Arrange `rows_below` as trees: each organisation with the list of its `children`."""
    nodes: dict[str, dict[str, Any]] = {}
    roots: list[dict[str, Any]] = []
    for row in rows:
        node = nodes[row["id"]] = {key: row[key] for key in row if key != "parent_id"} | {"children": []}
        above = nodes.get(row["parent_id"])
        (above["children"] if above else roots).append(node)
    return roots


def places_of(context: Context, permission: str) -> list[str] | None:
    """Return the ids of the organisations where the user has a permission, by a role there or one that cascades.

    None stands for all of them: the user is a sysadmin.
    """
    user = context.get("user") or ""
    if authz.is_sysadmin(user):
        return None
    member = model.Member
    user_id = authz.get_user_id_for_username(user, allow_none=True)
    held = (
        model.Session.query(member.group_id, member.capacity)
        .filter(member.table_name == "user", member.table_id == user_id, member.state == "active")
        .filter(member.capacity.in_(authz.get_roles_with_permission(permission)))
        .all()
    )
    cascading = tk.config["ckan.auth.roles_that_cascade_to_sub_groups"]
    below = rows_below(place for place, role in held if role in cascading)
    return [*(place for place, _ in held), *(row["id"] for row in below)]


def roots() -> list[str]:
    """Return the ids of the organisations that stand beneath none."""
    return [group.id for group in model.Group.get_top_level_groups(ORGANIZATION)]


def summary(group: model.Group) -> dict[str, Any]:
    """Return what a list shows of an organisation: id, name, title, type, insee_code, siren."""
    extras = cast("dict[str, str]", group.extras or {})
    codes = {key: extras.get(key) for key in ("insee_code", "siren")}
    return {"id": group.id, "name": group.name, "title": group.title, "type": extras.get("territory_type"), **codes}


def required(reference: str) -> model.Group:
    """Return the active organisation with this name or id.

    Raises:
        ObjectNotFound: there is none.
    """
    group = find(reference)
    if group is None:
        raise tk.ObjectNotFound(tk._("Organization not found"))
    return group
