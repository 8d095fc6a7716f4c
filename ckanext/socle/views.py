"""Pages of the ground plugin. The addresses of CKAN's own lists are kept: what is here comes before CKAN's views."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.lib.search import SearchError
from flask import Blueprint

from ckanext.socle import directory, pages, paging, refusals, searching, territory

socle = Blueprint("socle", __name__)
refusals.register(socle)


@socle.route("/")
def home() -> str:
    """Show what the portal is, its search box, its doors and the newest publications."""
    return str(tk.render("socle/home.html", {"newest": pages.newest()}))


@socle.route("/dataset/", strict_slashes=False)
def search() -> str:
    """Show the datasets that a search finds."""
    page = paging.page_number(tk.request.args.get("page"))
    asked = searching.read(tk.request.args.items(multi=True), page)
    try:
        found = pages.search(asked)
    except SearchError:
        return str(tk.render("socle/search.html", {"found": None, "search": asked}))
    return str(tk.render("socle/search.html", {"found": found, "search": asked}))


@socle.route("/organization/", strict_slashes=False)
def bodies() -> str:
    """Show the public bodies, by kind and by name."""
    tk.check_access("organization_list", pages.visitor())
    arguments = tk.request.args
    q, kind, page = arguments.get("q", "").strip(), arguments.get("type", ""), paging.page_number(arguments.get("page"))
    found = directory.listing(q, kind, page=page)
    links = paging.pages(
        found.total,
        directory.PAGE_SIZE,
        page,
        lambda number: tk.url_for("organization.index", q=q or None, type=kind or None, page=number),
    )
    return str(tk.render("socle/bodies.html", {"found": found, "q": q, "kind": kind, "pages": links}))


@socle.route("/territoire")
def territory_figures() -> str:
    """Show the territory in figures."""
    totals, groups = territory.bodies()
    figures = {"totals": totals, "groups": groups, "schemas": territory.tables_by_schema()}
    return str(tk.render("socle/territory.html", figures))


@socle.route("/accessibilite")
def accessibility() -> str:
    """Show the declaration of accessibility."""
    return str(tk.render("socle/accessibility.html"))


@socle.route("/mentions-legales")
def legal_notice() -> str:
    """Show the legal notice, from the operator's settings."""
    return str(tk.render("socle/legal_notice.html"))


@socle.route("/reutiliser")
def reuse() -> str:
    """Tell reusers how to get the data by program."""
    return str(tk.render("socle/reuse.html"))
