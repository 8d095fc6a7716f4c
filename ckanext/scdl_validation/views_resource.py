"""The report of a published file: for readers, what it holds and its faults; for its publisher, what to do as well."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import Blueprint, make_response

from ckanext.scdl_validation import calls, config, limits, process, subject, views_persons
from ckanext.scdl_validation import verifier as service
from ckanext.scdl_validation.pages import check_of, found
from ckanext.socle import levels, storage

validation_report = Blueprint("validation_report", __name__, url_prefix="/dataset/<id>/resource/<resource_id>")
views_persons.register(validation_report)


@validation_report.get("/rapport")
def show(id: str, resource_id: str) -> str:  # noqa: A002
    """Show the report."""
    package, resource = found(id, resource_id)
    check = check_of(resource_id)
    address = {"id": package["name"], "resource_id": resource_id}
    shown = {
        "pkg": package,
        "resource": resource,
        "check": check,
        "editor": _may_edit(package),
        "decider": views_persons.may_decide(package),
        "downloads": _downloads(resource, address) if check and check["report"] and check["report"]["table"] else [],
    }
    return str(tk.render("scdl_validation/resource.html", shown))


@validation_report.get("/rapport.json")
def as_json(id: str, resource_id: str) -> Response:  # noqa: A002
    """Give the report as programs read it; what is for the publisher alone is for the publisher alone here too."""
    found(id, resource_id)
    check = check_of(resource_id)
    if not check or not check["report"]:
        return tk.abort(404, tk._("This file was not checked."))
    kept = {key: value for key, value in check["report"].items() if key not in {"extract", "tasks"}}
    answer = make_response(json.dumps(kept, ensure_ascii=False), 200, {"Content-Type": service.JSON})
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@validation_report.get("/rapport.xlsx")
def annotated(id: str, resource_id: str) -> Response:  # noqa: A002
    """Give the file with its faults in colour; its personal data is marked for its publisher alone."""
    package, resource = found(id, resource_id)
    if resource.get("url_type") != "upload":
        return tk.abort(404, tk._("This file is on another site."))
    try:
        limits.count("" if tk.current_user.is_anonymous else tk.current_user.name)
    except limits.TooManyCalls as err:
        return tk.abort(429, err.error_dict["calls"][0])
    made = _annotated(resource_id, personal=_may_edit(package))
    if made is None:
        return tk.abort(404, tk._("There is nothing to download for this file."))
    answer = make_response(made.content, 200, {"Content-Type": made.media_type, "Cache-Control": "private, no-store"})
    answer.headers.set("Content-Disposition", "attachment", filename=made.name)
    return answer


def _annotated(resource_id: str, *, personal: bool) -> service.Download | None:
    """The workbook; None for a file that is gone, too large, unreadable, or too slow to check."""
    known = subject.load(resource_id)
    size = storage.size(resource_id)
    if known is None or size is None or size > config.largest_call():
        return None
    name = str(known.resource.get("name") or known.resource.get("url") or "")
    asked = service.Asked(
        storage.content(resource_id),
        name=name,
        schema=known.schema or None,
        guesses=known.guesses,
        levels=str(levels.file() or ""),
    )
    try:
        return service.made("annotated", asked, calls.language(), config.call_time(), personal=personal)
    except process.Stopped:
        return None


def _downloads(resource: dict[str, Any], address: dict[str, str]) -> list[dict[str, str]]:
    as_json = {"label": tk._("The report, for programs"), "help": tk._("As JSON."), "quiet": "1"}
    buttons = [{**as_json, "href": tk.url_for("validation_report.as_json", **address)}]
    if resource.get("url_type") == "upload":
        coloured = {"label": tk._("The file, its faults in colour"), "help": tk._("For Excel: a comment on each.")}
        buttons.insert(0, {**coloured, "quiet": "1", "href": tk.url_for("validation_report.annotated", **address)})
    return buttons


def _may_edit(package: dict[str, Any]) -> bool:
    return bool(tk.h.check_access("package_update", {"id": package["id"]}))
