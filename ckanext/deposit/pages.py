"""The frame of the pages of a deposit: who comes in, the token of forms, and what does not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, Response
from flask import Blueprint
from flask_wtf.csrf import validate_csrf
from werkzeug.exceptions import RequestEntityTooLarge

from ckanext.deposit.states import State

# The state of a deposit, and the page that shows it.
PAGES = {
    State.DRAFT: "deposit.send_file",
    State.PUBLISHED: "deposit.done",
    State.PUBLISHING: "deposit.publication",
    State.REQUESTED: "deposit.approval",
}

View = Callable[..., str | Response]
deposit = Blueprint("deposit", __name__, url_prefix="/deposer")


@deposit.before_request
def come_in() -> Response | None:
    """Send who is not logged in to the login page, and check the token of forms."""
    if tk.current_user.is_anonymous:
        # After a form, the person comes back to the page that holds it.
        address = tk.request.path if tk.request.method == "GET" else tk.url_for("deposit.start")
        return tk.redirect_to("user.login", next=address)
    check_token()
    return None


def check_token() -> None:
    """Refuse a form without its token.

    CKAN exempts a view from the token, for the life of the process, as soon as an anonymous visitor asked for it:
    so the token is checked here too.
    """
    if tk.request.method == "POST" and tk.config.get("WTF_CSRF_ENABLED", True):
        try:
            validate_csrf(tk.request.form.get(tk.config["WTF_CSRF_FIELD_NAME"]))
        except ValueError:  # wtforms' error derives from it
            tk.abort(400, tk._("This page was open for too long. Go back, reload it, and try again."))


@deposit.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> tuple[str, int]:
    """Say the limit when the server refused to receive a file."""
    return tk.render("deposit/too_large.html", {}), 413


def found_only(view: View) -> View:
    """Answer 404 with a sentence where an action finds nothing or refuses to show it."""

    @wraps(view)
    def page(*args: str, **kwargs: str) -> str | Response:
        try:
            return view(*args, **kwargs)
        except (tk.ObjectNotFound, tk.NotAuthorized):
            return tk.abort(404, tk._("This page does not exist, or is not yours."))

    return page


def act(action: str, **data: object) -> Any:  # noqa: ANN401
    """Run an action as the visitor; who opens a deposit acts for its body, as the header says on each page."""
    # With the account itself: CKAN reads it again for each action that has the name alone.
    context: Context = {"user": tk.current_user.name, "auth_user_obj": tk.current_user}
    answer = tk.get_action(action)(context, data)
    if action == "deposit_show":
        tk.h.territories_act_for(answer["organization"]["id"])
    return answer


def to_its_page(shown: dict[str, Any]) -> Response:
    """Send to the page of a deposit's state; one that was only typed so far, to its table."""
    if shown["state"] == State.DRAFT and shown["online"] and not shown["file"]["name"]:
        return tk.redirect_to("deposit.table", id=shown["id"])
    return tk.redirect_to(PAGES.get(State(shown["state"]), "deposit.verdict"), id=shown["id"])
