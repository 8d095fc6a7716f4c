"""For whom a person may publish, and what is known of each body."""

from __future__ import annotations

from dataclasses import dataclass

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import authz, model

from ckanext.deposit.metadata import Body
from ckanext.territories import french

# CKAN's name of the right to publish, which its editors and administrators have.
PERMISSION = "create_dataset"


@dataclass(frozen=True)
class Choice:
    """A body in a list of search results."""

    id: str
    name: str
    title: str
    postal_codes: str
    insee_code: str

    def matches(self, words: list[str]) -> bool:
        """Whether each word begins a word of the name, the postal codes or the INSEE code."""
        known = f"{french.fold(self.title)} {french.fold(self.postal_codes)} {self.insee_code}".casefold().split()
        return all(any(each.startswith(word) for each in known) for word in words)


def allowed(user: str, organisation: str) -> bool:
    """Whether a person may publish for a body, given by name or identifier."""
    return bool(authz.has_user_permission_for_group_or_org(organisation, user, PERMISSION))


def search(user: str, text: str = "") -> list[Choice]:
    """Return the bodies that a person may publish for and that match a text, by name.

    Args:
        user: the person's name in CKAN.
        text: words of the name, a postal code, an INSEE code; all bodies when empty.
    """
    words = french.fold(text).split()
    found = [choice for choice in _choices(allowed_ids(user)) if choice.matches(words)]
    return sorted(found, key=lambda choice: french.fold(choice.title))


def allowed_ids(user: str) -> set[str] | None:
    """Return identifiers of the bodies that a person may publish for; None for all of them (operator)."""
    if authz.is_sysadmin(user):
        return None
    user_id = authz.get_user_id_for_username(user, allow_none=True)
    roles = authz.get_roles_with_permission(PERMISSION)
    members = sa.select(model.Member).where(
        model.Member.table_name == "user",
        model.Member.table_id == user_id,
        model.Member.state == "active",
        model.Member.capacity.in_(roles),
    )
    cascading = set(authz.check_config_permission("roles_that_cascade_to_sub_groups"))
    ids: set[str] = set()
    for member in model.Session.scalars(members):
        ids.add(member.group_id)
        if member.capacity in cascading:
            ids.update(row[0] for row in model.Group.get(member.group_id).get_children_group_hierarchy("organization"))
    return ids


def body(organisation: str) -> Body:
    """Return what is known of a body, given by name or identifier.

    Raises:
        ObjectNotFound: no active organisation is called so.
    """
    group = model.Group.get(organisation)
    if group is None or not group.is_organization or group.state != "active":
        raise tk.ObjectNotFound(tk._("This organisation is not in the portal."))
    known = {key: value for key, value in group.extras.items() if value}
    return Body(
        name=group.name,
        title=group.title or group.name,
        kind=known.get("territory_type", ""),
        insee_code=known.get("insee_code", ""),
        siren=known.get("siren", ""),
        official_email=known.get("official_email", ""),
    )


def _choices(ids: set[str] | None) -> list[Choice]:
    group = model.Group
    wanted = sa.select(group.id, group.name, group.title, group.extras)
    active = wanted.where(group.is_organization, group.state == "active")
    rows = model.Session.execute(active if ids is None else active.where(group.id.in_(ids))).all()
    return [_choice(row) for row in rows]


def _choice(row: sa.Row[tuple[str, str, str, dict[str, str]]]) -> Choice:
    known = row.extras or {}
    title = row.title or row.name
    return Choice(row.id, row.name, title, known.get("postal_codes") or "", known.get("insee_code") or "")
