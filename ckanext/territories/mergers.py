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
