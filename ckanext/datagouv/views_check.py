"""The page of a body that says what data.gouv.fr makes of its data."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Context
from flask import Blueprint

from ckanext.socle import paging

PAGE_SIZE = 20
ORDER = ("lost", "partly", "whole")


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
    total = len(found["datasets"])
    page = min(paging.page_number(tk.request.args.get("page")), paging.last_page(total, PAGE_SIZE))
    pages = paging.pages(total, PAGE_SIZE, page, lambda number: tk.url_for("datagouv.check", name=name, page=number))
    # What asks for something comes first, in the feed's order otherwise.
    ordered = sorted(found["datasets"], key=lambda each: ORDER.index(each["state"]))
    shown = found | {"datasets": ordered[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]}
    return str(tk.render("datagouv/check.html", {"check": shown, "pages": pages}))
