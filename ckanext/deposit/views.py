"""The pages of a deposit. Each step is a page with an address; all that it does goes through the actions."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import make_response

from ckanext.deposit import forms, views_approval, views_mending, views_online, views_template
from ckanext.deposit.pages import PAGES, act, deposit, found_only, to_its_page
from ckanext.deposit.states import State
from ckanext.deposit.views_address import address
from ckanext.deposit.views_prepared import blueprint as prepared
from ckanext.deposit.views_published import versions, withdrawal
from ckanext.deposit.views_renewal import renewal
from ckanext.deposit.views_space import space
from ckanext.deposit.views_template import templates

__all__ = [
    "address",
    "deposit",
    "prepared",
    "renewal",
    "space",
    "templates",
    "versions",
    "withdrawal",
]  # the blueprints

CSV_HEADERS = {"Content-Type": "text/csv; charset=utf-8"}
views_mending.register(deposit)
views_approval.register(deposit)
views_template.register(deposit)
views_online.register(deposit)


@deposit.get("/")
def slash() -> Response:
    """Go to the one address of the first page."""
    return tk.redirect_to("deposit.start")


@deposit.get("")
def start() -> str | Response:
    """Ask which data to publish for the body that the person acts for; for whom, when none is chosen (or `autre`)."""
    text = tk.request.args.get("q", "")
    everyone = act("deposit_organization_search", limit=2)
    chosen = tk.h.territories_acting_for()
    if chosen and not text and "autre" not in tk.request.args:
        return _choice(chosen["name"], {})
    found = act("deposit_organization_search", q=text)
    shown = {"q": text, "found": found, "count": everyone["count"], **_lists()}
    return tk.render("deposit/start.html", shown)


@deposit.route("/pour/<organization>", methods=["GET", "POST"])
@found_only
def choose(organization: str) -> str | Response:
    """Ask which data to publish for a body."""
    if tk.request.method == "GET":
        return _choice(organization, {})
    try:
        begun = act("deposit_create", organization=organization, schema=tk.request.form.get("schema", ""))
    except tk.ValidationError as err:
        return _choice(organization, forms.errors(err))
    return tk.redirect_to("deposit.send_file", id=begun["id"])


@deposit.get("/<id>")
@found_only
def resume(id: str) -> str | Response:  # noqa: A002
    """Go to where a deposit stands."""
    return to_its_page(act("deposit_show", id=id))


@deposit.route("/<id>/fichier", methods=["GET", "POST"])
@found_only
def send_file(id: str) -> str | Response:  # noqa: A002
    """Ask for the file."""
    shown = act("deposit_show", id=id)
    if shown["state"] in {State.PUBLISHED, State.PUBLISHING}:
        return to_its_page(shown)
    errors: forms.Errors = {}
    if tk.request.method == "POST":
        try:
            act("deposit_file", id=id, upload=tk.request.files.get("upload"))
            return tk.redirect_to("deposit.verdict", id=id)
        except tk.ValidationError as err:
            errors = forms.errors(err)
    return tk.render("deposit/file.html", {"deposit": shown, "errors": errors})


@deposit.get("/<id>/verification")
@found_only
def verdict(id: str) -> str | Response:  # noqa: A002
    """Show how far the check is, then what it found."""
    shown = act("deposit_show", id=id)
    if shown["state"] == State.CHECKING:
        return tk.render("deposit/checking.html", {"deposit": shown})
    if shown["state"] in PAGES or not shown["file"]["name"]:
        return to_its_page(shown)
    return views_mending.verdict(shown)


@deposit.post("/<id>/verifier")
@found_only
def check_again(id: str) -> str | Response:  # noqa: A002
    """Start an interrupted check again."""
    try:
        act("deposit_check", id=id)
    except tk.ValidationError:
        return tk.redirect_to("deposit.resume", id=id)
    return tk.redirect_to("deposit.verdict", id=id)


@deposit.get("/<id>/erreurs")
@found_only
def errors_file(id: str) -> str | Response:  # noqa: A002
    """Give all the errors as a table."""
    name = tk._("to-correct") + f"-{id[:8]}.csv"
    answer = make_response("\ufeff" + act("deposit_errors", id=id)["csv"], 200, CSV_HEADERS)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@deposit.route("/<id>/publication", methods=["GET", "POST"])
@found_only
def publication(id: str) -> str | Response:  # noqa: A002
    """Show what will be public, let it be changed, publish."""
    shown = act("deposit_show", id=id)
    if tk.request.method == "POST" and shown["state"] != State.PUBLISHED:
        return _publish(shown)
    if shown["state"] == State.PUBLISHING:
        return tk.render("deposit/publishing.html", {"deposit": shown})
    asks = shown["can_publish"] and shown["must_ask"]
    ready = asks or (shown["can_publish"] and tk.h.check_access("deposit_publish", {"id": id}))
    return _publication(shown, {}) if ready else tk.redirect_to("deposit.resume", id=id)


@deposit.get("/<id>/publie")
@found_only
def done(id: str) -> str | Response:  # noqa: A002
    """Say what is public now, and where."""
    shown = act("deposit_show", id=id)
    if shown["state"] != State.PUBLISHED:
        return to_its_page(shown)
    package = act("package_show", id=shown["package_id"])
    resource = next((each for each in package["resources"] if each["id"] == shown["resource_id"]), None)
    return tk.render("deposit/done.html", {"deposit": shown, "package": package, "resource": resource})


@deposit.route("/<id>/supprimer", methods=["GET", "POST"])
@found_only
def delete(id: str) -> str | Response:  # noqa: A002
    """Ask whether to delete a draft, then do it."""
    shown = act("deposit_show", id=id)
    if shown["state"] in {State.PUBLISHED, State.PUBLISHING}:
        return to_its_page(shown)
    if tk.request.method == "GET":
        return tk.render("deposit/delete.html", {"deposit": shown})
    act("deposit_delete", id=id)
    tk.h.flash_success(tk._("The draft is deleted."))
    return tk.redirect_to("deposit.start")


def _lists(**of: str) -> dict[str, Any]:
    return {"drafts": act("deposit_list", limit=10, **of), "recent": act("deposit_list", published=True, limit=5, **of)}


def _choice(organization: str, errors: forms.Errors) -> str:
    tk.check_access("deposit_create", {"user": tk.current_user.name}, {"organization": organization})
    tk.h.territories_act_for(organization)
    everyone = act("deposit_organization_search", limit=1)
    offered, others = forms.schema_choices()
    shown = {
        "organization": forms.organization(organization),
        "alone": everyone["count"] == 1,
        "offered": offered,
        "others": others,
        "errors": errors,
        **_lists(organization=organization),
    }
    return str(tk.render("deposit/choose.html", shown))


def _publish(shown: dict[str, Any]) -> str | Response:
    typed = {key: value for key, value in tk.request.form.items() if key in forms.PUBLICATION_FIELDS}
    try:
        published = act("deposit_request" if shown["must_ask"] else "deposit_publish", id=shown["id"], **typed)
    except tk.ValidationError as err:
        again = act("deposit_show", id=shown["id"])
        again["fields"].update({key: value for key, value in typed.items() if key in again["fields"]})
        again["target"] = typed.get("target", again["target"])
        return _publication(again, forms.errors(err))
    return to_its_page(published)


def _publication(shown: dict[str, Any], errors: forms.Errors) -> str:
    return str(tk.render("deposit/publication.html", {"deposit": shown, "errors": errors}))
