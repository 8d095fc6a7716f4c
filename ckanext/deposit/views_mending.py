"""Pages and forms by which a person decides: repairs, questions, columns, personal data; and the files."""

from __future__ import annotations

import base64
import io
import json
from dataclasses import asdict
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, Response
from flask import Blueprint, make_response
from werkzeug.datastructures import FileStorage

from ckanext.deposit import files, forms, model
from ckanext.deposit.pages import act, found_only, to_its_page
from ckanext.deposit.states import State
from ckanext.socle import paging

CELLS_OF_A_PAGE = 100
CHECKED = {State.VALID, State.INVALID}


def register(blueprint: Blueprint) -> None:
    """Give the pages their addresses."""
    for address, view in (
        ("/<id>/reponse", answer),
        ("/<id>/corrections", repair),
        ("/<id>/personnes", personal_data),
        ("/<id>/changer", change_schema),
        ("/<id>/annuler", cancel),
        ("/<id>/charger", load),
    ):
        blueprint.add_url_rule(address, view_func=found_only(view), methods=["POST"])
    blueprint.add_url_rule("/<id>/corrections/<key>", view_func=found_only(repair_cells))
    blueprint.add_url_rule("/<id>/colonnes", view_func=found_only(columns), methods=["GET", "POST"])
    blueprint.add_url_rule("/<id>/telecharger/annote", view_func=found_only(annotated))
    blueprint.add_url_rule("/<id>/telecharger/<any(envoye, corrige):which>", view_func=found_only(download))


def verdict(shown: dict[str, Any], errors: forms.Errors | None = None, typed: forms.Errors | None = None) -> str:
    """Show what was found, done and asked."""
    page = {"deposit": {**shown, **forms.told(shown)}, "errors": errors or {}, "typed": typed or {}}
    return str(tk.render("deposit/verdict.html", page))


def answer(id: str) -> str | Response:  # noqa: A002
    """Keep the answer to a question."""
    form = tk.request.form
    try:
        act("deposit_answer", id=id, key=form.get("key", ""), choice=form.get("choice", ""))
    except tk.ValidationError as err:
        return _again(id, {"place": "field-choice", "message": _first(err)})
    return _back(id, "questions")


def repair(id: str) -> str | Response:  # noqa: A002
    """Keep which of the repairs that the page showed are wanted."""
    shown, wanted = set(tk.request.form.getlist("shown")), set(tk.request.form.getlist("apply"))
    try:
        act("deposit_repair", id=id, refuse=sorted(shown - wanted), accept=sorted(shown & wanted))
    except tk.ValidationError:
        return tk.redirect_to("deposit.resume", id=id)
    return _back(id, "corrections")


def repair_cells(id: str, key: str) -> str | Response:  # noqa: A002
    """Show every cell that a rule repaired in a column, some at a time."""
    shown = act("deposit_show", id=id)
    group = next((each for each in shown["report"].get("repairs", ()) if each["key"] == key), None)
    if group is None or State(shown["state"]) not in CHECKED:
        return to_its_page(shown)
    cells = json.loads(files.load_beside(model.existing(id).file_key, files.CELLS)).get(key, [])
    current = min(paging.page_number(tk.request.args.get("page")), paging.last_page(len(cells), CELLS_OF_A_PAGE))
    begin = (current - 1) * CELLS_OF_A_PAGE
    changes = [
        {"key": f"{key}:{row}", "row": row, "before": before, "after": after, "accepted": not refused}
        for row, before, after, refused in cells[begin : begin + CELLS_OF_A_PAGE]
    ]
    links = paging.pages(
        len(cells), CELLS_OF_A_PAGE, current, lambda page: tk.url_for("deposit.repair_cells", id=id, key=key, page=page)
    )
    return tk.render("deposit/cells.html", {"deposit": shown, "group": group, "changes": changes, "pages": links})


def personal_data(id: str) -> str | Response:  # noqa: A002
    """Keep what becomes of a group of personal data."""
    form = tk.request.form
    finding, typed = form.get("finding", ""), {key: form.get(key, "") for key in ("choice", "reason", "value")}
    try:
        act("deposit_personal_data", id=id, decisions=forms.decisions(finding, typed, form))
    except tk.ValidationError as err:
        return _again(id, {"place": "personnelles", "group": finding, "message": _first(err)}, typed)
    return _back(id, "personnelles")


def columns(id: str) -> str | Response:  # noqa: A002
    """Ask which column of the file each expected column is."""
    shown = act("deposit_show", id=id)
    if State(shown["state"]) not in CHECKED:
        return to_its_page(shown)
    if tk.request.method == "GET":
        return _columns(shown, {}, {})
    chosen = forms.columns(tk.request.form)
    try:
        after = act("deposit_columns", id=id, columns=chosen, header_row=tk.request.form.get("header_row"))
    except tk.ValidationError as err:
        return _columns(shown, chosen, {"place": "", "message": _first(err)})
    moved = after["report"].get("header_row") != shown["report"].get("header_row")
    return tk.redirect_to("deposit.columns" if moved else "deposit.verdict", id=id)


def change_schema(id: str) -> str | Response:  # noqa: A002
    """Check the file as other data."""
    try:
        act("deposit_change_schema", id=id, schema=tk.request.form.get("schema", ""))
    except tk.ValidationError:
        return tk.redirect_to("deposit.resume", id=id)
    return tk.redirect_to("deposit.verdict", id=id)


def cancel(id: str) -> str | Response:  # noqa: A002
    """Stop a check."""
    shown = act("deposit_cancel", id=id)
    if shown["state"] == State.DRAFT:
        tk.h.flash_notice(tk._("The check is stopped. Your file is kept."))
    return to_its_page(shown)


def load(id: str) -> str | Response:  # noqa: A002
    """Load the rows of a published file again."""
    return to_its_page(act("deposit_load", id=id))


def download(id: str, which: str) -> str | Response:  # noqa: A002
    """Give the file sent, or the corrected one, to who may see the deposit."""
    context: Context = {"user": tk.current_user.name}
    tk.check_access("deposit_download", context, {"id": id})
    deposit = model.existing(id)
    sent = which == "envoye"
    key = deposit.file_key if sent else deposit.mended_key
    if not key:
        raise tk.ObjectNotFound(tk._("The file is no longer there. Send it again."))
    answer = make_response(files.load(key), 200, {"Content-Type": "application/octet-stream"})
    # Never shown as a page: what a person sends may hold a script.
    answer.headers.set("Content-Disposition", "attachment", filename=deposit.file_name if sent else _corrected(deposit))
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def annotated(id: str) -> Response:  # noqa: A002
    """Give the file sent as a workbook with its faults in colour, made by the room of checking."""
    context: Context = {"user": tk.current_user.name}
    tk.check_access("deposit_download", context, {"id": id})
    deposit = model.existing(id)
    upload = FileStorage(io.BytesIO(files.load(deposit.file_key)), filename=deposit.file_name)
    read = {key: value for key, value in asdict(deposit.choices.guesses).items() if value is not None}
    said = {"upload": upload, "schema": deposit.schema_url, "validation_options": json.dumps(read)}
    try:
        made = tk.get_action("scdl_annotate")(context, said)
    except tk.ValidationError as err:
        tk.h.flash_error(_first(err))
        made = {"content": None}
    if not made["content"]:
        return tk.redirect_to("deposit.verdict", id=id)
    answer = make_response(base64.b64decode(made["content"]), 200, {"Content-Type": "application/octet-stream"})
    answer.headers.set("Content-Disposition", "attachment", filename=made["name"])
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _corrected(deposit: model.Deposit) -> str:
    stem = deposit.file_name.rpartition(".")[0] or deposit.file_name
    return "-".join([stem, tk._("corrected")]) + ".csv"


def _back(deposit_id: str, anchor: str) -> Response:
    return tk.redirect_to(tk.url_for("deposit.verdict", id=deposit_id) + f"#{anchor}")


def _again(deposit_id: str, errors: forms.Errors, typed: forms.Errors | None = None) -> str | Response:
    shown = act("deposit_show", id=deposit_id)
    return verdict(shown, errors, typed) if State(shown["state"]) in CHECKED else to_its_page(shown)


def _first(err: tk.ValidationError) -> str:
    return next(iter(forms.errors(err).values()))


def _columns(shown: dict[str, Any], chosen: dict[str, str], errors: forms.Errors) -> str:
    page = {"deposit": shown, "fields": forms.column_fields(shown, chosen), "errors": errors}
    return str(tk.render("deposit/columns.html", page))
