"""The page behind the links of a yearly letter: it asks again, then does what was chosen. No account is asked for."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan import model as ckan_model
from ckan.types import Context, Response
from flask import Blueprint, make_response

from ckanext.deposit import forms, renewals
from ckanext.deposit.declarations import NIL, SAME
from ckanext.deposit.pages import check_token

CHANGE = "change"
CHOICES = (CHANGE, SAME, NIL)

renewal = Blueprint("renewal", __name__, url_prefix="/renouveler")
renewal.before_request(check_token)


@renewal.route("/<token>", methods=["GET", "POST"])
def renew(token: str) -> str | Response:
    """Show the table in hand and the three ways; take the one that was chosen."""
    letter = renewals.open_letter(token)
    if letter is None:
        return _answer("deposit/renewal_used.html", status=404)
    hand = renewals.in_hand(letter)
    if tk.request.method == "GET":
        return _answer("deposit/renewal.html", {**hand, "choice": tk.request.args.get("choice", ""), "errors": []})
    choice = tk.request.form.get("choice", "")
    user = ckan_model.User.get(letter.user_id)
    if choice not in CHOICES or user is None or user.state != "active":
        sentence = tk._("Choose one of the answers.")
        return _answer("deposit/renewal.html", {**hand, "choice": "", "errors": [(None, sentence)]})
    return _take(letter, choice, user.name, hand)


def _take(letter: renewals.Renewal, choice: str, user: str, hand: dict[str, object]) -> str | Response:
    letter_id = letter.id
    if not renewals.use(letter):
        return _answer("deposit/renewal_used.html", status=404)
    # The letter was sent to this person: they act, with the rights that they have today.
    context: Context = {"user": user}
    asked = {"organization": letter.owner_org, "schema": letter.schema_name}
    try:
        if choice == CHANGE:
            begun = tk.get_action("deposit_again")(context, asked)
            return tk.redirect_to("deposit.resume", id=begun["id"])
        tk.get_action("deposit_nil_create")(context, {**asked, "period": letter.period, "kind": choice})
    except tk.ValidationError as err:
        renewals.give_back(letter_id)
        sentences = [(None, sentence) for sentence in forms.errors(err).values()]
        return _answer("deposit/renewal.html", {**hand, "choice": "", "errors": sentences})
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return _answer("deposit/renewal_used.html", status=404)
    return _answer("deposit/renewal_done.html", {**hand, "choice": choice})


def _answer(template: str, values: dict[str, object] | None = None, status: int = 200) -> Response:
    # The address is a secret: it goes to no other site, and is kept nowhere.
    headers = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
    return make_response(tk.render(template, values or {}), status, headers)
