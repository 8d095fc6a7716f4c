"""The page of a body that says what data.gouv.fr makes of its data."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Context
from flask import Blueprint


def register(blueprint: Blueprint) -> None:
    """Add the page."""
    blueprint.add_url_rule("/organization/<name>/data-gouv-fr", "check", check)


def check(name: str) -> str:
    """Show what data.gouv.fr will make of a body's data, to those who may edit the body."""
    context: Context = {"user": tk.current_user.name}
    try:
        found = tk.get_action("datagouv_check")(context, {"id": name})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return str(tk.abort(404, tk._("This page does not exist, or is not yours.")))
    return str(tk.render("datagouv/check.html", {"check": found}))
