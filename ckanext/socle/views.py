"""Pages of the ground plugin."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from flask import Blueprint

socle = Blueprint("socle", __name__)


@socle.route("/accessibilite")
def accessibility() -> str:
    """Show the declaration of accessibility."""
    return str(tk.render("socle/accessibility.html"))


@socle.route("/mentions-legales")
def legal_notice() -> str:
    """Show the legal notice."""
    return str(tk.render("socle/legal_notice.html"))


@socle.route("/reutiliser")
def reuse() -> str:
    """Tell reusers how to get the data by program."""
    return str(tk.render("socle/reuse.html"))
