"""Template helpers of the territories plugin (every public function is exported)."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import g

from ckanext.territories import acting, bodies, config, french, mergers, tree


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


def territories_acting_for() -> dict[str, Any] | None:
    """Return the body that the visitor acts for now (id, name, title, type, codes, role, publishes, manages, until)."""
    shown: dict[str, Any] | None = territories_switch()["current"]
    return shown


def territories_act_for(organization: str) -> bool:
    """Let the visitor act for a body from now on, if they may: who opens its draft acts for it."""
    g.pop("territories_switch", None)
    return acting.choose(tk.current_user.name, organization)


def territories_switch() -> dict[str, Any]:
    """Return what the header shows of the bodies that the visitor acts for: current, count (-1: all), bodies if few."""
    if "territories_switch" not in g:
        user = tk.current_user.name if tk.current_user.is_authenticated else None
        g.territories_switch = acting.switch(user)
    found: dict[str, Any] = g.territories_switch
    return found


def territories_role(role: str) -> str:
    """Name a role as the pages do."""
    words = {
        "operator": tk._("operator of the portal"),
        "animator": tk._("animator of the territory"),
        "publisher": tk._("publishes"),
        "delegate": tk._("publishes, by delegation"),
        "contributor": tk._("prepares, does not publish"),
    }
    return str(words.get(role, role))


def territories_history(organization: dict[str, str]) -> list[dict[str, str]]:
    """Return the communes that a commune took over: code, name, organization and siren where the portal has them."""
    return mergers.history(organization)


def territories_entry_open() -> bool:
    """Tell whether a town hall comes in by a link sent to its official address."""
    return config.entry_open()


def territories_oidc_label() -> str:
    """Return the name of the provider by which agents sign in, empty without one."""
    return config.oidc_label() if config.oidc_issuer() else ""
