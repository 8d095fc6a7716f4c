"""The pages of a deposit. Each step is a page with an address; all that it does goes through the actions."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, Response
from flask import Blueprint, make_response
from flask_wtf.csrf import validate_csrf
from werkzeug.exceptions import RequestEntityTooLarge

from ckanext.deposit import forms
from ckanext.deposit.states import State

# The state of a deposit, and the page that shows it.
PAGES = {
    State.DRAFT: "deposit.send_file",
    State.PUBLISHED: "deposit.done",
    State.PUBLISHING: "deposit.publication",
}
CSV_HEADERS = {"Content-Type": "text/csv; charset=utf-8"}

View = Callable[..., str | Response]
deposit = Blueprint("deposit", __name__, url_prefix="/deposer")


@deposit.before_request
def come_in() -> Response | None:
    """Send who is not logged in to the login page, and check the token of forms.

    CKAN exempts a view from the token, for the life of the process, as soon as an anonymous visitor asked for it:
    so the token is checked here too.
    """
    if tk.current_user.is_anonymous:
        # After a form, the person comes back to the page that holds it.
        address = tk.request.path if tk.request.method == "GET" else tk.url_for("deposit.start")
        return tk.redirect_to("user.login", next=address)
    if tk.request.method == "POST" and tk.config.get("WTF_CSRF_ENABLED", True):
        try:
            validate_csrf(tk.request.form.get(tk.config["WTF_CSRF_FIELD_NAME"]))
        except ValueError:  # wtforms' error derives from it
            tk.abort(400, tk._("This page was open for too long. Go back, reload it, and try again."))
    return None


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


@deposit.get("/")
def slash() -> Response:
    """Go to the one address of the first page."""
    return tk.redirect_to("deposit.start")


@deposit.get("")
def start() -> str | Response:
    """Ask for whom to publish, or which data when there is only one body; list the drafts."""
    text = tk.request.args.get("q", "")
    everyone = _act("deposit_organization_search", limit=2)
    if everyone["count"] == 1 and not text:
        return _choice(everyone["results"][0]["name"], {})
    found = _act("deposit_organization_search", q=text)
    shown = {"q": text, "found": found, "count": everyone["count"], **_lists()}
    return tk.render("deposit/start.html", shown)


@deposit.route("/pour/<organization>", methods=["GET", "POST"])
@found_only
def choose(organization: str) -> str | Response:
    """Ask which data to publish for a body."""
    if tk.request.method == "GET":
        return _choice(organization, {})
    try:
        begun = _act("deposit_create", organization=organization, schema=tk.request.form.get("schema", ""))
    except tk.ValidationError as err:
        return _choice(organization, forms.errors(err))
    return tk.redirect_to("deposit.send_file", id=begun["id"])


@deposit.get("/<id>")
@found_only
def resume(id: str) -> str | Response:  # noqa: A002
    """Go to where a deposit stands."""
    return _to_its_page(_act("deposit_show", id=id))


@deposit.route("/<id>/fichier", methods=["GET", "POST"])
@found_only
def send_file(id: str) -> str | Response:  # noqa: A002
    """Ask for the file."""
    shown = _act("deposit_show", id=id)
    if shown["state"] in {State.PUBLISHED, State.PUBLISHING}:
        return _to_its_page(shown)
    errors: forms.Errors = {}
    if tk.request.method == "POST":
        try:
            _act("deposit_file", id=id, upload=tk.request.files.get("upload"))
            return tk.redirect_to("deposit.verdict", id=id)
        except tk.ValidationError as err:
            errors = forms.errors(err)
    return tk.render("deposit/file.html", {"deposit": shown, "errors": errors})


@deposit.get("/<id>/verification")
@found_only
def verdict(id: str) -> str | Response:  # noqa: A002
    """Show how far the check is, then what it found."""
    shown = _act("deposit_show", id=id)
    if shown["state"] == State.CHECKING:
        return tk.render("deposit/checking.html", {"deposit": shown})
    if shown["state"] in PAGES:
        return _to_its_page(shown)
    return tk.render("deposit/verdict.html", {"deposit": shown})


@deposit.post("/<id>/verifier")
@found_only
def check_again(id: str) -> str | Response:  # noqa: A002
    """Start an interrupted check again."""
    try:
        _act("deposit_check", id=id)
    except tk.ValidationError:
        return tk.redirect_to("deposit.resume", id=id)
    return tk.redirect_to("deposit.verdict", id=id)


@deposit.get("/<id>/erreurs")
@found_only
def errors_file(id: str) -> str | Response:  # noqa: A002
    """Give all the errors as a table."""
    name = f"{tk._('to-correct')}-{id[:8]}.csv"
    answer = make_response("\ufeff" + _act("deposit_errors", id=id)["csv"], 200, CSV_HEADERS)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@deposit.route("/<id>/publication", methods=["GET", "POST"])
@found_only
def publication(id: str) -> str | Response:  # noqa: A002
    """Show what will be public, let it be changed, publish."""
    shown = _act("deposit_show", id=id)
    if tk.request.method == "POST" and shown["state"] != State.PUBLISHED:
        return _publish(shown)
    if shown["state"] == State.PUBLISHING:
        return tk.render("deposit/publishing.html", {"deposit": shown})
    return _publication(shown, {}) if shown["can_publish"] else _to_its_page(shown)


@deposit.get("/<id>/publie")
@found_only
def done(id: str) -> str | Response:  # noqa: A002
    """Say what is public now, and where."""
    shown = _act("deposit_show", id=id)
    if shown["state"] != State.PUBLISHED:
        return _to_its_page(shown)
    package = _act("package_show", id=shown["package_id"])
    resource = next((each for each in package["resources"] if each["id"] == shown["resource_id"]), None)
    return tk.render("deposit/done.html", {"deposit": shown, "package": package, "resource": resource})


@deposit.route("/<id>/supprimer", methods=["GET", "POST"])
@found_only
def delete(id: str) -> str | Response:  # noqa: A002
    """Ask whether to delete a draft, then do it."""
    shown = _act("deposit_show", id=id)
    if shown["state"] in {State.PUBLISHED, State.PUBLISHING}:
        return _to_its_page(shown)
    if tk.request.method == "GET":
        return tk.render("deposit/delete.html", {"deposit": shown})
    _act("deposit_delete", id=id)
    tk.h.flash_success(tk._("The draft is deleted."))
    return tk.redirect_to("deposit.start")


def _act(action: str, **data: object) -> Any:  # noqa: ANN401
    context: Context = {"user": tk.current_user.name}
    return tk.get_action(action)(context, data)


def _to_its_page(shown: dict[str, Any]) -> Response:
    return tk.redirect_to(PAGES.get(State(shown["state"]), "deposit.verdict"), id=shown["id"])


def _lists() -> dict[str, Any]:
    return {"drafts": _act("deposit_list", limit=10), "recent": _act("deposit_list", published=True, limit=5)}


def _choice(organization: str, errors: forms.Errors) -> str:
    tk.check_access("deposit_create", {"user": tk.current_user.name}, {"organization": organization})
    everyone = _act("deposit_organization_search", limit=1)
    offered, others = forms.schema_choices()
    shown = {
        "organization": forms.organization(organization),
        "alone": everyone["count"] == 1,
        "offered": offered,
        "others": others,
        "errors": errors,
        **(_lists() if everyone["count"] == 1 else {"drafts": [], "recent": []}),
    }
    return str(tk.render("deposit/choose.html", shown))


def _publish(shown: dict[str, Any]) -> str | Response:
    typed = {key: value for key, value in tk.request.form.items() if key in forms.PUBLICATION_FIELDS}
    try:
        published = _act("deposit_publish", id=shown["id"], **typed)
    except tk.ValidationError as err:
        again = _act("deposit_show", id=shown["id"])
        again["fields"].update({key: value for key, value in typed.items() if key in again["fields"]})
        again["target"] = typed.get("target", again["target"])
        return _publication(again, forms.errors(err))
    return _to_its_page(published)


def _publication(shown: dict[str, Any], errors: forms.Errors) -> str:
    return str(tk.render("deposit/publication.html", {"deposit": shown, "errors": errors}))
