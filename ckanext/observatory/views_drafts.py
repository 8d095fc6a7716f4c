"""The pages of the drafts prepared for others: give a file, see what goes to whom, confirm, see what became of it."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from ckanext.observatory import wording
from ckanext.observatory.pages import body_of, redirect
from ckanext.scdl import registry
from ckanext.socle import forms

Errors = dict[str, str]


def register(blueprint: Blueprint) -> None:
    """Add the pages to those of the desk."""
    blueprint.add_url_rule("/<organization>/brouillons", "drafts", drafts, methods=["GET", "POST"])
    blueprint.add_url_rule("/<organization>/brouillons/<batch>", "draft", draft, methods=["GET", "POST"])


def drafts(organization: str) -> ResponseReturnValue:
    """Ask for the file; take it to its preview."""
    body = body_of(organization)
    if tk.request.method == "GET":
        return _form(body, {"replace": "1"}, {})
    forms.check_token()
    typed = {name: tk.request.form.get(name, "").strip() for name in ("schema", "column", "replace")}
    wanted = {"organization": body["id"], **typed, "replace": typed["replace"] == "1"}
    try:
        found = tk.get_action("observatory_batch_create")({}, {**wanted, "upload": tk.request.files.get("upload")})
    except tk.ValidationError as err:
        return _form(body, typed, {field: " ".join(map(str, said)) for field, said in err.error_dict.items()})
    return redirect("observatory.draft", organization=body["name"], batch=found["id"])


def draft(organization: str, batch: str) -> ResponseReturnValue:
    """Show what would go to whom; send it; show what became of it."""
    body = body_of(organization)
    wanted = {"organization": body["id"], "batch": batch}
    try:
        if tk.request.method == "POST":
            forms.check_token()
            tk.get_action("observatory_batch_send")({}, wanted)
            return redirect("observatory.draft", organization=body["name"], batch=batch)
        found = tk.get_action("observatory_batch_show")({}, wanted)
    except tk.ObjectNotFound as err:
        abort(404, str(err))
    values = {"body": body, "batch": found, "reasons": wording.reasons(), "outcomes": wording.outcomes()}
    return str(tk.render("observatory/draft.html", values))


def _form(body: dict[str, Any], typed: dict[str, str], errors: Errors) -> str:
    tables = sorted(
        (registry.words(entry.name).plain_name, entry.name)
        for entry in registry.entries()
        if entry.kind == "tableschema"
    )
    values = {
        "body": body,
        "typed": typed,
        "errors": errors,
        "schemas": [("", "–"), *((name, label) for label, name in tables)],
        "recent": tk.get_action("observatory_batch_list")({}, {"organization": body["id"]}),
    }
    return str(tk.render("observatory/drafts.html", values))
