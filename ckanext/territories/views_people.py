"""`/equipe`: who acts for a body, and who may say so; `/rejoindre`: following an invitation, asking to join."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import Blueprint

from ckanext.socle import forms
from ckanext.territories import entry, signing, tree
from ckanext.territories import joining as domain
from ckanext.territories import people as accounts

people = Blueprint("territories_people", __name__, url_prefix="/equipe")
joining = Blueprint("territories_joining", __name__, url_prefix="/rejoindre")

GONE = 410


@people.before_request
def come_in() -> Response | None:
    """Send who is not logged in to the login page, and check the token of forms."""
    forms.check_token()
    if tk.current_user.is_anonymous:
        return tk.redirect_to("user.login", next=tk.request.path)
    return None


joining.before_request(forms.check_token)


@people.get("/<organization>")
def team(organization: str) -> str:
    """Show who acts for a body, the open demands, the invitations, the delegations."""
    return _team(organization, {})


@people.post("/<organization>/inviter")
def invite(organization: str) -> str | Response:
    """Invite somebody by e-mail."""
    typed = {key: tk.request.form.get(key, "").strip() for key in ("email", "role", "sentence")}
    try:
        _act("territories_invite", organization=organization, **typed)
    except tk.ValidationError as err:
        return _team(organization, {key: " ".join(words) for key, words in err.error_dict.items()}, typed)
    return _done(organization, tk._("The invitation left for {email}.").format(email=typed["email"]))


@people.post("/<organization>/decider/<id>")
def decide(organization: str, id: str) -> str | Response:  # noqa: A002
    """Accept or refuse a demand to join."""
    accepted = tk.request.form.get("accept") == "true"
    said = tk._("The person is told, and may act now.") if accepted else tk._("The person is told.")
    return _try(organization, said, "territories_access_decide", id=id, accept=accepted)


@people.post("/<organization>/reprendre/<id>")
def take_back(organization: str, id: str) -> str | Response:  # noqa: A002
    """Take an invitation back."""
    return _try(organization, tk._("The invitation is taken back."), "territories_access_withdraw", id=id)


@people.post("/<organization>/retirer")
def withdraw(organization: str) -> str | Response:
    """Take a person's role away."""
    user = tk.request.form.get("user", "")
    said = tk._("The access is withdrawn. The person is told.")
    return _try(organization, said, "territories_person_withdraw", organization=organization, user=user)


@people.post("/<organization>/delegation/<id>/finir")
def end_delegation(organization: str, id: str) -> str | Response:  # noqa: A002
    """End a delegation before its last day."""
    reason = tk.request.form.get("reason", "").strip()
    return _try(organization, tk._("The delegation is ended."), "territories_delegation_revoke", id=id, reason=reason)


@people.post("/<organization>/deleguer")
def delegate(organization: str) -> str | Response:
    """Let somebody act for the body between two dates."""
    given = {key: tk.request.form.get(key, "").strip() for key in ("user", "starts", "ends", "reason")}
    try:
        _act("territories_delegation_create", organizations=[organization], **given)
    except tk.ValidationError as err:
        return _team(organization, {key: " ".join(words) for key, words in err.error_dict.items()}, given=given)
    return _done(organization, tk._("The delegation is given."))


@joining.route("/<organization>", methods=["GET", "POST"])
def ask(organization: str) -> str | Response:
    """Ask to act for a body, with a sentence for those who decide."""
    if tk.current_user.is_anonymous:
        return tk.redirect_to("user.login", next=tk.request.path)
    group = tree.find(organization)
    if group is None:
        tk.abort(404, tk._("No public body has this address."))
    shown: dict[str, Any] = {"organization": group, "label": entry.body_label(group), "error": "", "sent": False}
    if tk.request.method == "POST":
        try:
            _act("territories_join", organization=organization, sentence=tk.request.form.get("sentence", "").strip())
            shown["sent"] = True
        except tk.ValidationError as err:
            shown["error"] = " ".join(word for words in err.error_dict.values() for word in words)
    return str(tk.render("territories/join.html", shown))


@joining.route("/invitation/<secret>", methods=["GET", "POST"])
def invitation(secret: str) -> str | Response | tuple[str, int]:
    """Show an invitation; only a click takes it up: scanners of mails open every link."""
    access = domain.open_invitation(secret)
    group = tree.find(access.organization_id) if access is not None else None
    if access is None or group is None:
        return tk.render("territories/invitation.html", {"access": None}), GONE
    # An address that somebody else gave first proves nothing: an account that exists is entered by its own password.
    known = accounts.by_email(access.email) if tk.current_user.is_anonymous else model.User.get(tk.current_user.name)
    if tk.request.method == "POST" and not (tk.current_user.is_anonymous and known is not None):
        user = known or domain.new_account(access.email)
        domain.accept(access, user)
        return _act_for(group, user)
    shown = {"access": access, "label": entry.body_label(group), "secret": secret, "known": known}
    return str(tk.render("territories/invitation.html", shown))


def _act_for(group: model.Group, user: model.User) -> Response:
    if tk.current_user.is_anonymous:
        return signing.enter(user, None, group.id)
    tk.h.territories_act_for(group.id)
    return tk.redirect_to(tk.h.url_for("/mon-espace"))


def _try(organization: str, said: str, action: str, /, **data: object) -> str | Response:
    try:
        _act(action, **data)
    except tk.ValidationError as err:
        return _team(organization, {"": " ".join(word for words in err.error_dict.values() for word in words)})
    return _done(organization, said)


def _done(organization: str, said: str) -> Response:
    tk.h.flash_success(said)
    # Who withdrew from the body sees its page no more.
    if not tk.h.check_access("territories_team", {"organization": organization}):
        return tk.redirect_to("territories_acting.choose")
    return tk.redirect_to("territories_people.team", organization=organization)


def _team(
    organization: str,
    errors: dict[str, str],
    typed: dict[str, str] | None = None,
    given: dict[str, str] | None = None,
) -> str:
    try:
        found = _act("territories_team", organization=organization)
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return str(tk.abort(404, tk._("This page does not exist, or is not yours.")))
    group = tree.required(organization)
    shown = {
        "organization": group,
        "label": entry.body_label(group),
        "people": found["people"],
        "requests": [each for each in found["accesses"] if each["kind"] == domain.REQUEST and each["open"]],
        "invitations": [each for each in found["accesses"] if each["kind"] == domain.INVITATION and each["open"]],
        "delegations": _act("territories_delegation_list", organization=organization),
        "errors": errors,
        "typed": typed or {},
        "given": given or {},
    }
    return str(tk.render("territories/team.html", shown))


def _act(action: str, **data: object) -> Any:  # noqa: ANN401
    return tk.get_action(action)({"user": tk.current_user.name}, data)
