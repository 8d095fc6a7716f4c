"""For whom a person may publish, and what is known of each body."""

from __future__ import annotations

from dataclasses import dataclass

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model

from ckanext.deposit.metadata import Body
from ckanext.territories import french, roles


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


def may_prepare(user: str, organisation: str) -> bool:
    """Whether a person may prepare publications of a body, given by name or identifier."""
    return roles.may_prepare(user, organisation)


def may_publish(user: str, organisation: str) -> bool:
    """Whether a person may publish for a body, given by name or identifier."""
    return roles.may_publish(user, organisation)


def search(user: str, text: str = "") -> list[Choice]:
    """Return the bodies that a person may act for and that match a text, by name.

    Args:
        user: the person's name in CKAN.
        text: words of the name, a postal code, an INSEE code; all bodies when empty.
    """
    words = french.fold(text).split()
    found = [choice for choice in _choices(allowed_ids(user)) if choice.matches(words)]
    return sorted(found, key=lambda choice: french.fold(choice.title))


def allowed_ids(user: str) -> set[str] | None:
    """Return identifiers of the bodies that a person may act for; None for all of them (operator)."""
    known = roles.bodies(user)
    return None if known is None else set(known)


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
