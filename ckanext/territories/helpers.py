"""Template helpers of the territories plugin (every public function is exported)."""

from __future__ import annotations

from typing import Any

from ckanext.territories import bodies, french, tree


def territories_ancestors(org: dict[str, Any] | str) -> list[dict[str, Any]]:
    """Return the organisations above one (its dict, name or id), the topmost first: id, name, title, type, codes."""
    group = tree.find(org if isinstance(org, str) else org.get("id") or org.get("name") or "")
    return [tree.summary(above) for above in tree.ancestors(group)] if group is not None else []


def territories_label(org: dict[str, Any]) -> str:
    """Return the full French name of an organisation: «Commune de Châteaudun»."""
    title = org.get("title") or org.get("name") or ""
    return bodies.label(title, org.get("territory_type") or org.get("type"))


def territories_of(name: str) -> str:
    """Return a name after «de»: «du Mans», «d’Abondant»."""
    return french.of(name)
