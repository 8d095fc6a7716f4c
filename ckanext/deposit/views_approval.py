"""The page of a publication that was asked for: what changed, then publish or refuse."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import Blueprint

from ckanext.deposit import forms
from ckanext.deposit.pages import act, found_only, to_its_page
from ckanext.deposit.states import State


def register(blueprint: Blueprint) -> None:
    """Add the page to those of a deposit."""
    methods = ["GET", "POST"]
    blueprint.add_url_rule("/<id>/accord", "approval", found_only(approval), methods=methods)


def approval(id: str) -> str | Response:  # noqa: A002
    """Show what would change; take the answer of who approves."""
    shown = act("deposit_show", id=id)
    if shown["state"] != State.REQUESTED:
        return to_its_page(shown)
    if tk.request.method == "GET":
        return _page(shown, [])
    form = tk.request.form
    try:
        if form.get("answer") == "refuse":
            act("deposit_refuse", id=id, reason=form.get("reason", "").strip())
            tk.h.flash_success(tk._("It is refused; whoever asked knows why."))
            return tk.redirect_to("space.one", organization=shown["organization"]["name"])
        chosen = {"target": form["target"]} if form.get("target") else {}
        return to_its_page(act("deposit_publish", id=id, turn=form.get("turn", ""), **chosen))
    except tk.ValidationError as err:
        places = {"reason": "field-reason", "target": "field-target"}
        problems = [(places.get(field), sentence) for field, sentence in forms.errors(err).items()]
        return _page(act("deposit_show", id=id), problems)


def _page(shown: dict[str, Any], errors: list[tuple[str | None, str]]) -> str | Response:
    if shown["state"] != State.REQUESTED:
        return to_its_page(shown)
    changes = act("deposit_changes", id=shown["id"])
    may = bool(tk.h.check_access("deposit_refuse", {"id": shown["id"]}))
    page = {"deposit": shown, "changes": changes, "may_approve": may, "errors": errors}
    return str(tk.render("deposit/approval.html", page))
