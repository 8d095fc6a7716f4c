"""Opening the organisations of a territory: what the COG says is written, what people wrote is left alone.

Organisations are made by CKAN's own actions, so they are complete; what is already right costs no action at all, as all
organisations are read once and compared in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Context
from sqlalchemy import text

from ckanext.territories.bodies import Body, Key
from ckanext.territories.cog import cog
from ckanext.territories.french import slug

Outcome = Literal["created", "updated", "unchanged", "merged", "deleted", "refused"]

# Kinds of bodies that the COG gives no place: who hosts a portal for others stands above them because somebody said so.
HOSTS = {"syndicat", "autre"}

EXISTING = text(
    """
    SELECT g.id, g.name, g.title, g.extras, g.state, p.name AS parent
    FROM "group" g
    LEFT JOIN member m ON m.group_id = g.id AND m.table_name = 'group' AND m.state = 'active'
    LEFT JOIN "group" p ON p.id = m.table_id AND p.state = 'active'
    WHERE g.is_organization
    """
)


@dataclass(frozen=True, slots=True)
class Existing:
    """An organisation that the portal has."""

    id: str
    name: str
    title: str
    extras: dict[str, str]
    deleted: bool
    parent: str | None

    @property
    def key(self) -> Key:
        """Kind and code, as `Body.key`."""
        kind = self.extras.get("territory_type", "")
        return kind, self.extras.get("siren" if kind == "epci" else "insee_code", "")


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one organisation. `detail` explains a refusal."""

    name: str
    outcome: Outcome
    detail: str = ""


class Loader:
    """Writes bodies into the portal, in the name of its site user."""

    def __init__(self) -> None:
        self._user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        self._by_key: dict[Key, Existing] = {}
        self._by_siren: dict[str, Existing] = {}
        self._by_name: dict[str, Existing] = {}
        for row in model.Session.execute(EXISTING):
            deleted = row.state != "active"
            self._keep(Existing(row.id, row.name, row.title or "", dict(row.extras or {}), deleted, row.parent))

    def departements(self) -> list[str]:
        """Return the codes of the départements that the portal has."""
        return [code for (kind, code), row in self._by_key.items() if kind == "departement" and not row.deleted]

    def knows(self, body: Body) -> bool:
        """Whether the portal has an organisation for a body, deleted ones too."""
        return self._find(body) is not None

    def load(self, bodies: Iterable[Body]) -> Iterator[Step]:
        """Create or update organisations, parents first, and say what became of each."""
        for body in bodies:
            existing = self._find(body)
            try:
                yield self._create(body) if existing is None else self._update(body, existing)
            except tk.ValidationError as error:
                yield _refused(body.name, error)

    def place(self, host: str, departements: Iterable[str]) -> Iterator[Step]:
        """Put départements beneath the syndicat that hosts them on the portal, and animates their communes.

        Args:
            host: name of its organisation.
            departements: their codes.
        """
        for code in departements:
            row = self._by_key.get(("departement", code))
            if row is not None and not row.deleted and row.parent != host:
                try:
                    self._patch(row, {"parent": host})
                except tk.ValidationError as error:
                    yield _refused(row.name, error)
                else:
                    yield Step(row.name, "updated", host)

    def hosts(self, name: str) -> bool:
        """Tell whether an organisation can host others: an active syndicat, or another body unknown to the COG."""
        row = self._by_name.get(name)
        return row is not None and not row.deleted and row.extras.get("territory_type") in HOSTS

    def merge(self) -> Iterator[Step]:
        """Put the organisations of merged communes beneath the one that took over, whose agents then keep their data.

        They keep their address, their fields and their datasets.
        """
        for (kind, code), row in list(self._by_key.items()):
            former = cog().former(code) if kind == "commune" and not row.deleted else None
            heir = self._by_key.get(("commune", former.successor)) if former else None
            if heir is not None and not heir.deleted and row.parent != heir.name:
                try:
                    self._patch(row, {"parent": heir.name})
                except tk.ValidationError as error:
                    yield _refused(row.name, error)
                else:
                    yield Step(row.name, "merged", heir.name)

    def _find(self, body: Body) -> Existing | None:
        by_siren = self._by_siren.get(body.siren) if body.siren else None
        return self._by_key.get(body.key) or by_siren or self._by_name.get(body.name)

    def _create(self, body: Body) -> Step:
        parent = self._parent(body)
        data = {"name": body.name, "title": body.title, "parent": parent or "", **body.fields()}
        # Without this, CKAN would count the datasets of each new organisation.
        context: Context = {**self._context(), "return_id_only": True}
        identifier = tk.get_action("organization_create")(context, data)
        self._keep(Existing(identifier, body.name, body.title, body.fields(), deleted=False, parent=parent))
        return Step(body.name, "created")

    def _update(self, body: Body, existing: Existing) -> Step:
        if existing.deleted:
            return Step(existing.name, "deleted")
        parent = self._parent(body)
        changes = {key: value for key, value in body.fields().items() if existing.extras.get(key) != value}
        if parent and parent != existing.parent and not self._hosted(existing):
            changes["parent"] = parent
        if existing.title != body.title and self._follows_cog(body, existing):
            changes["title"] = body.title
        if not changes:
            return Step(existing.name, "unchanged")
        self._patch(existing, changes)
        return Step(existing.name, "updated", " ".join(sorted(changes)))

    def _hosted(self, existing: Existing) -> bool:
        """Tell whether a body was placed beneath one that the COG does not know, which hosts it on the portal."""
        above = self._by_name.get(existing.parent or "")
        return above is not None and above.extras.get("territory_type") in HOSTS

    @staticmethod
    def _follows_cog(body: Body, existing: Existing) -> bool:
        """Tell whether a title is still the official one of the day it was loaded, or that of a body since replaced."""
        siren = existing.extras.get("siren")
        replaced = bool(siren and body.siren and siren != body.siren)
        return replaced or existing.name == f"{slug(existing.title)}-{body.code.lower()}"

    def _patch(self, existing: Existing, changes: dict[str, Any]) -> None:
        # As organization_patch, without its counts and lists of datasets, which take most of its time.
        spare = dict.fromkeys(("include_dataset_count", "include_followers", "include_users"), False)
        shown = tk.get_action("organization_show")(self._context(), {"id": existing.id, **spare})
        context: Context = {**self._context(), "limits": {"packages": 0}}
        kept = {key: value for key, value in shown.items() if key != "display_name"}
        tk.get_action("organization_update")(context, {**kept, **changes})
        fields = {key: value for key, value in changes.items() if key not in ("parent", "title")}
        title, parent = changes.get("title", existing.title), changes.get("parent", existing.parent)
        extras = existing.extras | fields
        self._keep(Existing(existing.id, existing.name, title, extras, deleted=False, parent=parent))

    def _parent(self, body: Body) -> str | None:
        above = self._by_key.get(body.parent) if body.parent else None
        return above.name if above is not None and not above.deleted else None

    def _keep(self, row: Existing) -> None:
        self._by_name[row.name] = row
        if row.key[1]:
            self._by_key[row.key] = row
        if siren := row.extras.get("siren"):
            self._by_siren[siren] = row

    def _context(self) -> Context:
        return {"user": self._user, "ignore_auth": True}


def _refused(name: str, error: tk.ValidationError) -> Step:
    return Step(name, "refused", "; ".join(f"{field}: {reason}" for field, reason in error.error_summary.items()))
