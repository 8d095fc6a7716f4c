"""The page of the online table, and what its script asks while one types."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import Blueprint, jsonify, make_response

from ckanext.deposit import earlier, forms, grid
from ckanext.deposit.pages import act, found_only, to_its_page
from ckanext.deposit.states import State
from ckanext.scdl import filling, registry
from ckanext.scdl.filling import rules

CONFLICT, WRONG = 409, 422
_ANY = filling.Column("", "")


def register(deposit: Blueprint) -> None:
    """Add the pages to those of the deposits."""
    deposit.add_url_rule("/<id>/tableau", "table", table, methods=["GET", "POST"])
    deposit.add_url_rule("/<id>/tableau/lignes", "save_rows", save, methods=["POST"])
    deposit.add_url_rule("/<id>/tableau/controle", "check_rows", check, methods=["GET"])


@found_only
def table(id: str) -> str | Response:  # noqa: A002
    """Show the table to type in; in the end, make it the file of the deposit and check it."""
    shown = act("deposit_show", id=id)
    if shown["state"] in {State.PUBLISHED, State.PUBLISHING}:
        return to_its_page(shown)
    errors: forms.Errors = {}
    if tk.request.method == "POST":
        try:
            act("deposit_rows_send", id=id)
            return tk.redirect_to("deposit.verdict", id=id)
        except tk.ValidationError as err:
            errors = forms.errors(err)
    content = {"deposit": shown, "errors": errors, "table": _content(shown, act("deposit_rows_show", id=id))}
    answer = make_response(tk.render("deposit/table.html", content))
    # «Back» shows what was typed, not what was there when the page was first read.
    answer.headers["Cache-Control"] = "no-store"
    return answer


@found_only
def save(id: str) -> str | Response:  # noqa: A002
    """Keep what was typed: a file part, as forms have limits that a table passes."""
    part = tk.request.files.get("rows")
    try:
        sent = json.loads(part.read()) if part else None
    except ValueError:  # JSON's error, and that of bytes that are no text
        sent = None
    given = sent if isinstance(sent, dict) else {}
    told = {key: tk.request.form.get(key, "") for key in ("version", "writer")}
    return _answered("deposit_rows_save", id=id, columns=given.get("columns", ""), rows=given.get("rows", ""), **told)


@found_only
def check(id: str) -> str | Response:  # noqa: A002
    """Say what is wrong with what was kept."""
    return _answered("deposit_rows_check", id=id)


def _answered(action: str, **data: object) -> Response:
    try:
        return jsonify(act(action, **data))
    except tk.ValidationError as err:
        message = " ".join(forms.errors(err).values())
        if "version" in err.error_dict:
            # With their number, who typed may decide to put these rows in the place of those.
            answer = jsonify({"message": message, "version": act("deposit_rows_show", id=data["id"])["version"]})
            answer.status_code = CONFLICT
        else:
            answer = jsonify({"message": message})
            answer.status_code = WRONG
        return answer


def _content(shown: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    """What the script needs: columns, rows, what the portal writes by itself, the limits."""
    schema = registry.find(shown["schema"]["url"])
    known = {column.name: _said(column) for column in filling.columns(schema)}
    names, rows = kept["columns"] or list(known), kept["rows"]
    seeded = not kept["version"] and "lignes" in tk.request.args
    before = earlier.latest(shown["organization"]["id"], schema.url or "") if seeded else None
    if before:
        names, rows = list(before.columns), before.rows[: grid.ROWS]
    return {
        # A column that the schema has now, and not when the first row was typed, comes last.
        "columns": [
            known.get(name, _unknown(name)) for name in [*names, *(each for each in known if each not in names)]
        ],
        "rows": rows,
        "version": kept["version"],
        "own": kept["own"],
        "limit": grid.ROWS,
    }


def _said(column: filling.Column) -> dict[str, Any]:
    """A column as the script has it; that a text may be any text need not be said beside it."""
    allowed = rules.allowed(column)
    return column.to_dict() | {"allowed": allowed, "strict": allowed != rules.allowed(_ANY)}


def _unknown(name: str) -> dict[str, Any]:
    """A column that the body added to those of the schema."""
    return {"name": name, "label": name, "kind": "text"}
