"""For whom one acts: the page and the form that change it."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import Blueprint

from ckanext.socle import forms, paging
from ckanext.territories import acting as domain

acting = Blueprint("territories_acting", __name__, url_prefix="/agir-pour")

PAGE_SIZE = 24


@acting.before_request
def come_in() -> Response | None:
    """Send who is not logged in to the login page, and check the token of the form."""
    forms.check_token()
    if tk.current_user.is_anonymous:
        return tk.redirect_to("user.login", next=tk.url_for("territories_acting.choose"))
    return None


@acting.get("")
def choose() -> str:
    """List the bodies that the visitor acts for, with a search box."""
    arguments = tk.request.args
    q, page = arguments.get("q", "").strip(), paging.page_number(arguments.get("page"))
    found = domain.bodies(tk.current_user.name, q)
    page = min(page, paging.last_page(len(found), PAGE_SIZE))
    pages = paging.pages(
        len(found),
        PAGE_SIZE,
        page,
        lambda number: tk.url_for("territories_acting.choose", q=q or None, page=number),
    )
    shown = {
        "q": q,
        "count": len(found),
        "bodies": found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        "pages": pages,
        "next": forms.inner_path(arguments.get("next")),
        "delegations": tk.get_action("territories_delegation_list")({"user": tk.current_user.name}, {}),
    }
    return str(tk.render("territories/acting.html", shown))


@acting.post("")
def change() -> Response:
    """Act for the body that was chosen, and go back to where the person was."""
    organization = tk.request.form.get("organization", "")
    if not tk.h.territories_act_for(organization):
        tk.abort(404, tk._("You do not act for this public body."))
    back = forms.inner_path(tk.request.form.get("next"))
    return tk.redirect_to(back or tk.h.url_for("/mon-espace"))
