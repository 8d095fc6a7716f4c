"""What a person does on a published file beside reading its report: decide on personal data, stop its check."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import Blueprint

from ckanext.scdl_validation import calls, persons
from ckanext.scdl_validation.pages import act, check_of, check_token, found


def register(blueprint: Blueprint) -> None:
    """Add the pages to those of a published file's report."""
    blueprint.add_url_rule("/rapport/personnes", view_func=decide, methods=["GET", "POST"])
    blueprint.add_url_rule("/rapport/arreter", view_func=cancel, methods=["POST"])


def decide(id: str, resource_id: str) -> str | Response:  # noqa: A002
    """Ask what becomes of the personal data that was found, and write each decision."""
    package, resource = found(id, resource_id)
    if not may_decide(package):
        return tk.abort(404, tk._("This page does not exist, or is not yours."))
    check = check_of(resource_id)
    if not check or not check["report"] or not check["file_hash"]:
        return tk.redirect_to("validation_report.show", id=package["name"], resource_id=resource_id)
    typed, errors = {}, {}
    if tk.request.method == "POST":
        check_token()
        typed = {key: tk.request.form.get(key, "").strip() for key in ("finding", "choice", "reason")}
        errors = _written(package["owner_org"], check["file_hash"], typed)
        if not errors:
            return _next(package["name"], resource_id)
    log = act("personal_data_decision_list", organization=package["owner_org"], file_hash=check["file_hash"])
    groups = persons.asked(check["report"], log, calls.language())
    shown = {"pkg": package, "resource": resource, "check": check, "groups": groups, "typed": typed, "errors": errors}
    return str(tk.render("scdl_validation/persons.html", shown))


def cancel(id: str, resource_id: str) -> Response:  # noqa: A002
    """Stop the check of a file."""
    check_token()
    package, _resource = found(id, resource_id)
    try:
        act("resource_validation_cancel", resource_id=resource_id)
        tk.h.flash_notice(tk._("The check is stopped."))
    except tk.ObjectNotFound:
        # It ended meanwhile: its report is there.
        pass
    except tk.NotAuthorized:
        tk.abort(404, tk._("This page does not exist, or is not yours."))
    return tk.redirect_to("validation_report.show", id=package["name"], resource_id=resource_id)


def may_decide(package: dict[str, Any]) -> bool:
    """Whether the visitor decides on personal data of a dataset's body."""
    return bool(tk.h.check_access("personal_data_decide", {"organization": package["owner_org"]}))


def _written(organization: str, file_hash: str, typed: dict[str, str]) -> dict[str, str]:
    """Write a decision; return what is wrong with it, by field."""
    if not typed["choice"]:
        return {"choice": tk._("Choose what becomes of it.")}
    try:
        act("personal_data_decide", organization=organization, file_hash=file_hash, decisions=[typed])
    except tk.ValidationError as err:
        [found_wrong] = err.error_dict["decisions"]
        return {key: str(messages[0]) for key, messages in found_wrong.items()}
    return {}


def _next(name: str, resource_id: str) -> Response:
    """Say what the decision changed, and go back to the page while something is left."""
    check = check_of(resource_id)
    if check and check["held"]:
        tk.h.flash_notice(tk._("Your decision is kept. The file is not public yet."))
        return tk.redirect_to("validation_report.decide", id=name, resource_id=resource_id)
    tk.h.flash_success(tk._("Your decision is kept. The file is public."))
    return tk.redirect_to("validation_report.show", id=name, resource_id=resource_id)
