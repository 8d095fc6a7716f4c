"""The pages of the communes to take on board: tick them, or give a list; look at what would be done; do it."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint
from flask.typing import ResponseReturnValue

from ckanext.observatory import wording
from ckanext.observatory.pages import body_of, redirect
from ckanext.socle import forms

READ, PREVIEW, SEND, AGAIN = "read", "preview", "send", "again"
PREFIX = "address-"


def register(blueprint: Blueprint) -> None:
    """Add the page to those of the desk."""
    blueprint.add_url_rule("/<organization>/accueillir", "onboarding", onboarding, methods=["GET", "POST"])


def onboarding(organization: str) -> ResponseReturnValue:
    """Show the communes of the territory; read a list; show what would be done; do it."""
    body = body_of(organization)
    if tk.request.method == "GET":
        return _form(body, {}, {})
    forms.check_token()
    what = tk.request.form.get("what", "")
    if what == READ:
        return _read(body)
    chosen = {code: tk.request.form.get(f"{PREFIX}{code}", "").strip() for code in tk.request.form.getlist("commune")}
    if what == AGAIN:
        return _form(body, chosen, {})
    try:
        return _send(body, chosen) if what == SEND else _preview(body, chosen)
    except tk.ValidationError as err:
        said = " ".join(str(each) for several in err.error_dict.values() for each in several)
        return _form(body, chosen, {"": said if chosen else tk._("Tick at least one commune.")})


def _read(body: dict[str, Any]) -> str:
    upload = tk.request.files.get("upload")
    try:
        found = tk.get_action("observatory_onboarding_read")({}, {"organization": body["id"], "upload": upload})
    except tk.ValidationError as err:
        return _form(body, {}, {"upload": " ".join(map(str, err.error_dict.get("upload", ())))})
    return _form(body, found["communes"], {}, found["problems"])


def _preview(body: dict[str, Any], chosen: dict[str, str]) -> str:
    found = tk.get_action("observatory_onboarding_preview")({}, {"organization": body["id"], "communes": chosen})
    values = {"body": body, "communes": found, "outcomes": wording.boarding(), "prefix": PREFIX}
    return str(tk.render("observatory/onboarding_preview.html", values))


def _send(body: dict[str, Any], chosen: dict[str, str]) -> ResponseReturnValue:
    sent = tk.get_action("observatory_onboarding_send")({}, {"organization": body["id"], "communes": chosen})["bodies"]
    sentence = tk.ungettext("One commune is coming on board.", "{count} communes are coming on board.", sent)
    tk.h.flash_success(sentence.format(count=tk.h.localised_number(sent)))
    return redirect("observatory.onboarding", organization=body["name"])


def _form(
    body: dict[str, Any],
    chosen: dict[str, str],
    errors: dict[str, str],
    problems: list[dict[str, Any]] | None = None,
) -> str:
    values = {
        "body": body,
        "communes": tk.get_action("observatory_onboarding_list")({}, {"organization": body["id"]}),
        "chosen": chosen,
        "errors": errors,
        "problems": problems,
        "prefix": PREFIX,
    }
    return str(tk.render("observatory/onboarding.html", values))
