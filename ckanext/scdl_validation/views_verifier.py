"""``/verifier``: a file is given, its report is the answer. No account, nothing kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import Blueprint, make_response
from werkzeug.exceptions import RequestEntityTooLarge

from ckanext.scdl_validation import calls, causes, config, pages, process
from ckanext.scdl_validation import verifier as service
from ckanext.scdl_validation import verifier_form as forms

verifier = Blueprint("verifier", __name__, url_prefix="/verifier")


@verifier.before_request
def check_token() -> None:
    """Check the token of the form."""
    if tk.request.method == "POST":
        pages.check_token()


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
        report = service.report(asked, calls.language(), config.call_time())
    except forms.Refused as err:
        return _form(errors=err.errors), err.status
    except process.Stopped:
        return _form(errors={"upload": forms.too_slow()})
    if _schema_missing(report):
        return _form(asked=asked, errors={"schema": forms.schema_missing()})
    verdict = tk.h.scdl_validation_verdict(report)
    shown = {
        "asked": asked,
        "packed": service.pack(asked.content),
        "report": report,
        "verdict": verdict,
        "downloads": _downloads(report, verdict) if report["table"] else [],
        "schemas": forms.schemas(),
        "choices": forms.choices(),
    }
    return str(tk.render("scdl_validation/verified.html", shown))


@verifier.post("/telecharger")
def download() -> Response | tuple[str, int]:
    """Check the file again, and give what was made of it."""
    wanted = tk.request.form.get("do", "")
    try:
        asked = forms.read(tk.request)
        made = _made(wanted, asked)
    except forms.Refused as err:
        return _form(errors=err.errors), err.status
    except process.Stopped:
        return _form(errors={"upload": forms.too_slow()}), 400
    if made is None:
        return _form(asked=asked, errors={"upload": tk._("There is nothing to download for this file.")}), 400
    answer = make_response(made.content, 200, {"Content-Type": made.media_type})
    answer.headers.set("Content-Disposition", "attachment", filename=made.name)
    return answer


def _made(wanted: str, asked: service.Asked) -> service.Download | None:
    lang, seconds = calls.language(), config.call_time()
    if wanted == "report":
        content = forms.as_json(service.report(asked, lang, seconds))
        return service.Download(content, service.file_name(asked.name, "rapport", "json"), service.JSON)
    return service.made(wanted, asked, lang, seconds) if wanted in service.RESULTS else None


def _schema_missing(report: dict[str, Any]) -> bool:
    """Whether the file was read, but a person is to say what it holds."""
    return report["table"] is None and str(report["errors"][0]["code"]).startswith("unknown-schema")


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


def _downloads(report: dict[str, Any], verdict: str) -> list[dict[str, str]]:
    """The buttons: what there is to prefer to the file that was given, what shows its faults, the report."""
    changed = any(each["confidence"] == "safe" for each in report["repairs"])
    clean = verdict in {"right", "repaired"} and not report["personal_data"]
    ready = tk._("As CSV, ready to be published.") if clean else tk._("As CSV, with what is corrected so far.")
    offered = []
    if changed:
        offered.append(("repaired", tk._("The corrected file"), ready))
        if report["table"]["format"] != "csv":
            working = tk._("For Excel or LibreOffice, to go on working in it.")
            offered.append(("repaired-xlsx", tk._("The corrected workbook"), working))
    if changed or report["personal_data"] or any(_counted(report)):
        said = tk._("For Excel: a comment on each says what to do.")
        offered.append(("annotated", tk._("Your file, its faults in colour"), said))
    common = {"name": "do", "action": tk.url_for("verifier.download")}
    # While a question stands, its answer is what the page asks for.
    quiet = {"quiet": "1"} if verdict == "to-answer" else {}
    buttons = [{**common, **quiet, "value": key, "label": label, "help": said} for key, label, said in offered]
    as_json = {"value": "report", "label": tk._("The report, for programs"), "help": tk._("As JSON."), "quiet": "1"}
    return [*buttons, {**common, **as_json}]


def _counted(report: dict[str, Any]) -> Iterator[int]:
    """How many findings there are to see in the table."""
    found = causes.sort(report)
    yield from map(causes.count, (found.remaining, found.asked, found.warnings))
