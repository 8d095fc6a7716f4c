"""The space of who publishes: her communes, what is due for each, one button to the right step."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import Blueprint

from ckanext.deposit import forms
from ckanext.deposit import space as contents
from ckanext.deposit.pages import act, come_in, found_only
from ckanext.territories import tree

space = Blueprint("space", __name__, url_prefix="/mon-espace")
space.before_request(come_in)


@space.get("")
def home() -> str:
    """Show what is due for each of her communes; a list to choose from when there are many."""
    text = tk.request.args.get("q", "")
    everyone = act("deposit_organization_search", q=text, limit=contents.LISTED)
    few = not text and everyone["count"] <= contents.AT_ONCE
    shown = {
        "q": text,
        "count": everyone["count"],
        "towns": contents.towns(everyone["results"], in_full=few),
        "few": few,
        "drafts": act("deposit_list", limit=10),
        "recent": act("deposit_list", published=True, limit=5),
        "withdrawn": act("deposit_withdrawal_list"),
    }
    return str(tk.render("deposit/space.html", shown))


@space.get("/<organization>")
@found_only
def one(organization: str) -> str | Response:
    """Show what is due for one commune, its drafts, what it published."""
    tk.check_access("deposit_create", {"user": tk.current_user.name}, {"organization": organization})
    tk.h.territories_act_for(organization)
    body = forms.organization(organization)
    found = act("deposit_organization_search", limit=2)
    itself = tree.required(organization).id
    shown = {
        "organization": body,
        "alone": found["count"] == 1,
        "town": contents.towns([{"name": body.name, "title": body.title}], in_full=True)[0],
        "drafts": act("deposit_list", organization=itself, limit=10),
        "recent": act("deposit_list", organization=itself, published=True, limit=5),
        "declared": act("deposit_nil_list", organization=itself),
        "withdrawn": act("deposit_withdrawal_list", organization=itself),
        "addresses": act("deposit_address_list", organization=itself),
    }
    return tk.render("deposit/space_of.html", shown)


@space.route("/<organization>/declarer", methods=["GET", "POST"])
@found_only
def declare(organization: str) -> str | Response:
    """Ask once whether there is nothing to publish, or nothing new; then keep it."""
    tk.check_access("deposit_create", {"user": tk.current_user.name}, {"organization": organization})
    said = {key: tk.request.values.get(key, "") for key in ("schema", "period", "kind")}
    problems: list[tuple[None, str]] = []
    if tk.request.method == "POST":
        try:
            act("deposit_nil_create", organization=organization, **said)
            tk.h.flash_success(tk._("It is declared. It shows on the page of your commune."))
            return tk.redirect_to("space.one", organization=organization)
        except tk.ValidationError as err:
            problems = [(None, sentence) for sentence in forms.errors(err).values()]
    asked = contents.asked(organization, said["schema"], said["period"])
    if asked is None:
        return tk.abort(404, tk._("This page does not exist, or is not yours."))
    shown = {"organization": forms.organization(organization), "due": asked, "errors": problems}
    return tk.render("deposit/declare.html", shown)


@space.post("/<organization>/retirer/<id>")
@found_only
def withdraw(organization: str, id: str) -> str | Response:  # noqa: A002
    """Take a declaration back."""
    act("deposit_nil_withdraw", id=id)
    tk.h.flash_success(tk._("The declaration is withdrawn."))
    return tk.redirect_to("space.one", organization=organization)
