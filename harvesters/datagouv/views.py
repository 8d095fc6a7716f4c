"""Pages of the harvester, beside those of ckanext-harvest."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, Response
from ckanext.socle.harvesters.datagouv import reports, sources_shown, views_source
from ckanext.socle.harvesters.datagouv.sources import HARVEST
from flask import Blueprint, make_response

BY_ID = ("harvester.admin", "harvester.about", "harvester.refresh", "harvester.clear", "harvester.delete")

datagouv_harvester = Blueprint("datagouv_harvester", __name__, url_prefix="/harvest")
views_source.register(datagouv_harvester)


@datagouv_harvester.before_app_request
def sources_only() -> None:
    """Answer 404 where ckanext-harvest is asked for the pages of a dataset that is no source: it stumbles over it."""
    asked = tk.request.view_args or {}
    source = asked.get("source") or (asked.get("id") if tk.request.endpoint in BY_ID else None)
    if tk.request.blueprint == "harvester" and source:
        package = model.Package.get(source)
        if package is None or package.type != HARVEST:
            tk.abort(404, _unknown())


@datagouv_harvester.before_app_request
def runs() -> str | None:
    """Show a page of a source's runs, where ckanext-harvest reads and counts all of them at each visit."""
    if tk.request.endpoint != "harvester.job_list":
        return None
    source = _found("harvest_source_show", (tk.request.view_args or {})["source"])
    context: Context = {"user": tk.current_user.name, "model": model}
    try:
        tk.check_access("harvest_job_list", context, {"source_id": source["id"]})
    except tk.NotAuthorized:
        tk.abort(404, _unknown())
    return str(tk.render("source/job/list.html", {"harvest_source": source, **sources_shown.runs(source)}))


@datagouv_harvester.get("/<source>/apercu")
def preview(source: str) -> str | Response:
    """Show what a source would take."""
    shown = _found("harvest_source_show", source)
    page: dict[str, Any] = {"harvest_source": shown, "preview": None, "errors": []}
    try:
        page["preview"] = _act("datagouv_source_preview", id=shown["id"])
    except tk.ValidationError as error:
        page["errors"] = [text for texts in error.error_dict.values() for text in texts]
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, _unknown())
    return tk.render("datagouv_harvester/preview.html", page)


@datagouv_harvester.get("/<source>/job/<job>/erreurs.csv")
def job_csv(source: str, job: str) -> Response:  # noqa: ARG001
    """Give the report of a run as CSV."""
    report = _found("datagouv_job_report", job)
    answer = make_response(reports.as_csv(report["lines"]))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers.set("Content-Disposition", "attachment", filename=f"moisson-{job[:8]}.csv")
    return answer


def _found(action: str, identifier: str) -> dict[str, Any]:
    try:
        return _act(action, id=identifier)
    except (tk.ObjectNotFound, tk.NotAuthorized):
        tk.abort(404, _unknown())
        raise


def _act(action: str, **data: object) -> dict[str, Any]:
    context: Context = {"user": tk.current_user.name}
    found: dict[str, Any] = tk.get_action(action)(context, data)
    return found


def _unknown() -> str:
    return str(tk._("This page does not exist, or is not yours."))
