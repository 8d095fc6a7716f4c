"""The page behind the link of a prepared draft: what it changes, then publish or refuse. No account is asked for."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import Blueprint, make_response

from ckanext.deposit import approval, forms, model, prepared, view_model
from ckanext.deposit.pages import check_token

PUBLISH, REFUSE = "publish", "refuse"
PLACES = {"target": "field-target"}
Problems = list[tuple[str | None, str]]

blueprint = Blueprint("prepared", __name__, url_prefix="/accord")
blueprint.before_request(check_token)


@blueprint.route("/<id>/<secret>", methods=["GET", "POST"])
def answer(id: str, secret: str) -> Response:  # noqa: A002
    """Show the draft; take the answer of the town hall."""
    deposit = prepared.opened(id, secret)
    if deposit is None:
        return _answer("deposit/prepared_used.html", {}, 404)
    if tk.request.method == "GET":
        return _page(deposit, [])
    choice, reason = tk.request.form.get("answer", ""), tk.request.form.get("reason", "").strip()
    if choice not in {PUBLISH, REFUSE}:
        return _page(deposit, [(None, tk._("Choose one of the answers."))])
    if choice == REFUSE and not reason:
        return _page(deposit, [("field-reason", tk._("Say why."))])
    return _take(deposit, choice, reason)


def _take(deposit: model.Deposit, choice: str, reason: str) -> Response:
    deposit_id, body = deposit.id, prepared.body_of(deposit)
    try:
        if choice == PUBLISH:
            done = prepared.agree(deposit, tk.request.form.get("turn", ""), tk.request.form.get("target", ""))
        else:
            done = prepared.refuse(deposit, reason)
    except tk.ValidationError as err:
        said = forms.errors(err).items()
        return _page(model.existing(deposit_id), [(PLACES.get(field), sentence) for field, sentence in said])
    if not done:
        tk.abort(403, tk._("The access of this town hall is closed. Ask the animator of your territory."))
    shown = view_model.listed(model.existing(deposit_id))
    return _answer("deposit/prepared_done.html", {"choice": choice, "organization": body, "deposit": shown})


def _page(deposit: model.Deposit, errors: Problems) -> Response:
    shown: dict[str, Any] = view_model.shown(deposit)
    values = {"deposit": shown, "changes": approval.changes_of(deposit), "may_approve": True, "errors": errors}
    return _answer("deposit/prepared.html", values)


def _answer(template: str, values: dict[str, Any], status: int = 200) -> Response:
    # The address is a secret: it goes to no other site, and is kept nowhere.
    headers = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
    return make_response(tk.render(template, values), status, headers)
