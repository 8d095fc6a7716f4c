"""The pages of the addresses that the portal fetches: give one, see its last fetch, change, pause, remove it."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import Blueprint

from ckanext.deposit import forms
from ckanext.deposit.pages import act, come_in, found_only

address = Blueprint("address", __name__, url_prefix="/mon-espace/<organization>/adresses")
address.before_request(come_in)

FIELDS = ("url", "every")


@address.route("/donner", methods=["GET", "POST"])
@found_only
def give(organization: str) -> str | Response:
    """Ask for an address, which data are there, and how often to fetch them."""
    tk.check_access("deposit_address_create", {"user": tk.current_user.name}, {"organization": organization})
    tk.h.territories_act_for(organization)
    typed = {key: tk.request.values.get(key, "") for key in ("schema", *FIELDS)}
    errors: forms.Errors = {}
    if tk.request.method == "POST":
        try:
            given = act("deposit_address_create", organization=organization, **typed)
            return _to(given)
        except tk.ValidationError as err:
            errors = forms.errors(err)
    offered, others = forms.schema_choices()
    shown = {"organization": forms.organization(organization), "typed": typed, "errors": errors}
    schemas = [(name, title) for name, title, _words in (*offered, *others)]
    return tk.render("deposit/address_give.html", {**shown, "schemas": schemas})


@address.route("/<id>", methods=["GET", "POST"])
@found_only
def show(organization: str, id: str) -> str | Response:  # noqa: A002
    """Show what became of the last fetch; change the address or its rhythm."""
    shown = _mine(organization, id)
    errors: forms.Errors = {}
    typed = {key: shown[key] for key in FIELDS}
    if tk.request.method == "POST":
        typed = {key: tk.request.form.get(key, "") for key in FIELDS}
        try:
            act("deposit_address_update", id=id, **typed)
            tk.h.flash_success(tk._("It is changed."))
            return _to(shown)
        except tk.ValidationError as err:
            errors = forms.errors(err)
    may = bool(tk.h.check_access("deposit_address_update", {"id": id}))
    return tk.render("deposit/address.html", {"address": shown, "typed": typed, "errors": errors, "may": may})


@address.post("/<id>/chercher")
@found_only
def fetch(organization: str, id: str) -> str | Response:  # noqa: A002
    """Fetch it now."""
    try:
        act("deposit_address_fetch", id=id)
    except tk.ValidationError as err:
        tk.h.flash_error(" ".join(forms.errors(err).values()))
    return _to(_mine(organization, id))


@address.post("/<id>/suspendre")
@found_only
def pause(organization: str, id: str) -> str | Response:  # noqa: A002, ARG001
    """Stop fetching it, or begin again."""
    return _to(act("deposit_address_update", id=id, paused="paused" in tk.request.form))


@address.route("/<id>/supprimer", methods=["GET", "POST"])
@found_only
def delete(organization: str, id: str) -> str | Response:  # noqa: A002
    """Ask whether to forget it, then do it."""
    shown = _mine(organization, id)
    tk.check_access("deposit_address_delete", {"user": tk.current_user.name}, {"id": id})
    if tk.request.method == "GET":
        return tk.render("deposit/address_delete.html", {"address": shown})
    act("deposit_address_delete", id=id)
    tk.h.flash_success(tk._("The portal does not fetch this address any more."))
    return tk.redirect_to("space.one", organization=organization)


def _mine(organization: str, address_id: str) -> dict[str, Any]:
    """Return an address of a body.

    Raises:
        ObjectNotFound: it is another body's, or not the visitor's.
    """
    shown: dict[str, Any] = act("deposit_address_show", id=address_id)
    if organization not in {shown["organization"]["name"], shown["organization"]["id"]}:
        raise tk.ObjectNotFound
    tk.h.territories_act_for(shown["organization"]["id"])
    return shown


def _to(shown: dict[str, Any]) -> Response:
    return tk.redirect_to("address.show", organization=shown["organization"]["name"], id=shown["id"])
