"""Merged communes: the organisation stays, with its address and its datasets; its page leads to the new commune's.

Nothing is written on the organisation: its INSEE code and the COG say that it merged, and into which commune.
"""

from __future__ import annotations

from typing import cast

import ckan.model as model

from ckanext.territories.cog import cog


def successor(group: model.Group) -> model.Group | None:
    """Return the organisation of the commune that took over from a merged one, None for any other organisation."""
    extras = cast("dict[str, str]", group.extras or {})
    former = cog().former(extras.get("insee_code", "")) if extras.get("territory_type") == "commune" else None
    return by_insee_code(former.successor) if former else None


def history(organization: dict[str, str]) -> list[dict[str, str]]:
    """Return the communes that a commune took over, those abolished long ago left out.

    Args:
        organization: as ``organization_show`` gives it.

    Returns:
        ``code`` (INSEE) and ``name`` of each; ``organization`` (the name in its address) and ``siren``, empty where
        the portal never had it.
    """
    code = organization.get("insee_code") if organization.get("territory_type") == "commune" else ""
    found = []
    for each in cog().merged_into(code or ""):
        kept = by_insee_code(each.code) if each.name else None
        extras = cast("dict[str, str]", kept.extras or {}) if kept is not None else {}
        known = {"organization": kept.name if kept is not None else "", "siren": extras.get("siren", "")}
        found.append({"code": each.code, "name": each.name or "", **known})
    return [each for each in found if each["name"]]


def by_insee_code(code: str) -> model.Group | None:
    """Return the active organisation of the commune with this INSEE code."""
    extras = model.Group.extras
    return cast(
        "model.Group | None",
        model.Session.query(model.Group)
        .filter(model.Group.is_organization.is_(True), model.Group.state == "active")
        .filter(extras["territory_type"].astext == "commune", extras["insee_code"].astext == code)
        .order_by(model.Group.name)
        .first(),
    )
