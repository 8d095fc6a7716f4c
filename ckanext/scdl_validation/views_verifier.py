"""``/verifier``: a file is given, its report is the answer. No account, nothing kept."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import Blueprint, make_response
from flask_wtf.csrf import validate_csrf
from werkzeug.exceptions import RequestEntityTooLarge

from ckanext.scdl_validation import verifier as service
from ckanext.scdl_validation import verifier_form as forms

verifier = Blueprint("verifier", __name__, url_prefix="/verifier")


@verifier.before_request
def check_token() -> None:
    """Check the token of the form: CKAN exempts a view from it, for the life of the process, too easily."""
    if tk.request.method == "POST" and tk.config.get("WTF_CSRF_ENABLED", True):
        try:
            validate_csrf(tk.request.form.get(tk.config["WTF_CSRF_FIELD_NAME"]))
        except ValueError:  # wtforms' error derives from it
            tk.abort(400, tk._("This page was open for too long. Go back, reload it, and try again."))


@verifier.after_request
def keep_nothing(answer: Response) -> Response:
    """Let neither the browser nor what lies between keep the report of somebody's file."""
    if tk.request.method == "POST":
        answer.headers["Cache-Control"] = "no-store"
    return answer


@verifier.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> tuple[str, int]:
    """Say the limit when the server refused to receive the file."""
    return _form(errors={"upload": forms.too_large()}), 413


@verifier.get("/")
def slash() -> Response:
    """Go to the one address of the page."""
    return tk.redirect_to("verifier.give")


@verifier.get("")
def give() -> str:
    """Ask for a file."""
    return _form(asked=forms.preset(tk.request.args.get("schema", "")))


@verifier.post("")
def result() -> str | tuple[str, int]:
    """Check the file, and show the report; ask again for what is missing."""
    try:
        asked = forms.read(tk.request)
    except forms.Refused as err:
        return _form(errors=err.errors), err.status
    checked = service.check(asked, _language())
    if checked.schema_missing:
        return _form(asked=asked, errors={"schema": forms.schema_missing()})
    shown = {
        "asked": asked,
        "packed": service.pack(asked.content),
        "report": checked.report,
        "verdict": tk.h.scdl_validation_verdict(checked.report),
        "downloads": _downloads(checked),
        "schemas": forms.schemas(),
        "choices": forms.choices(),
    }
    return str(tk.render("scdl_validation/verified.html", shown))


@verifier.post("/telecharger")
def download() -> Response | tuple[str, int]:
    """Check the file again, and give what was made of it."""
    try:
        asked = forms.read(tk.request)
    except forms.Refused as err:
        return _form(errors=err.errors), err.status
    wanted = tk.request.form.get("do", "")
    checked = service.check(asked, _language())
    if wanted == "report":
        name = service.file_name(asked.name, "rapport", "json")
        return _attachment(service.Download(forms.as_json(checked.report), name, service.JSON))
    if checked.repair is None or wanted not in service.RESULTS:
        return _form(asked=asked, errors={"upload": tk._("There is nothing to download for this file.")}), 400
    return _attachment(service.RESULTS[wanted](asked, checked.repair, _language()))


def _form(asked: service.Asked | None = None, errors: dict[str, str] | None = None) -> str:
    shown = {
        "asked": asked,
        "packed": service.pack(asked.content) if asked and asked.content else "",
        "errors": errors or {},
        "schemas": forms.schemas(),
        "limit": forms.largest_file() // service.MEGABYTE,
        "choices": forms.choices(),
    }
    return str(tk.render("scdl_validation/verifier.html", shown))


def _downloads(checked: service.Checked) -> list[dict[str, str]]:
    """The buttons: what there is to prefer to the file that was given, what shows its faults, the report."""
    repair, report = checked.repair, checked.report
    if repair is None:
        return []
    clean = repair.after.valid and not report["questions"] and not report["personal_data"]
    ready = tk._("As CSV, ready to be published.") if clean else tk._("As CSV, with what is corrected so far.")
    offered = []
    if repair.plan.safe:
        offered.append(("repaired", tk._("The corrected file"), ready))
        if repair.before.table.format != "csv":
            working = tk._("For Excel or LibreOffice, to go on working in it.")
            offered.append(("repaired-xlsx", tk._("The corrected workbook"), working))
    if repair.plan.safe or report["errors"] or report["warnings"] or report["personal_data"]:
        said = tk._("For Excel: a comment on each says what to do.")
        offered.append(("annotated", tk._("Your file, its faults in colour"), said))
    offered.append(("report", tk._("The report, for programs"), tk._("As JSON.")))
    common = {"name": "do", "action": tk.url_for("verifier.download")}
    return [{**common, "value": key, "label": label, "help": said} for key, label, said in offered]


def _attachment(made: service.Download) -> Response:
    answer = make_response(made.content, 200, {"Content-Type": made.media_type})
    answer.headers.set("Content-Disposition", "attachment", filename=made.name)
    return answer


def _language() -> str:
    return "en" if str(tk.h.lang()).startswith("en") else "fr"
