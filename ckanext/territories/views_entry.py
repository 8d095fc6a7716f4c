"""`/entrer`: a town hall comes in by a link or a code sent to its official address."""

from __future__ import annotations

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import Blueprint

from ckanext.socle import forms
from ckanext.territories import config, mailbox, search, signing, tree
from ckanext.territories import entry as domain

entry = Blueprint("territories_entry", __name__, url_prefix="/entrer")

FOUND = 10


@entry.before_request
def come_in() -> None:
    """Say that there is nothing here when the portal does not open this door; check the token of forms."""
    if not config.entry_open():
        tk.abort(404)
    forms.check_token()


@entry.get("")
def choose() -> str:
    """Ask which body it is."""
    q = tk.request.args.get("q", "").strip()
    return _choose(q)


@entry.post("")
def ask() -> str | Response:
    """Have a link and a code sent; the answer is the same whether or not the body has an address."""
    group = tree.find(tk.request.form.get("organization", ""))
    if group is None:
        return _choose("", tk._("Choose your town hall in the list."))
    try:
        number = domain.ask(group.id, visitor())
    except domain.TooManyError:
        return _choose("", tk._("Too many messages were asked for. Wait an hour, then ask again."))
    following = forms.inner_path(tk.request.form.get("next"))
    return tk.redirect_to("territories_entry.code", number=number, next=following or None)


@entry.route("/code/<number>", methods=["GET", "POST"])
def code(number: str) -> str | Response:
    """Ask for the code of the mail."""
    error = ""
    if tk.request.method == "POST":
        try:
            group = domain.use_code(number, tk.request.form.get("code", ""), visitor())
        except domain.TooManyError:
            group, error = None, tk._("Too many codes were tried. Wait an hour, then ask for another one.")
        if group is not None:
            return _enter(group)
        error = error or tk._("This code is not the one of the last message, or it is too old. Look at it again.")
    shown = {"number": number, "error": error, "minutes": config.entry_time() // 60, "next": _next()}
    return str(tk.render("territories/entry_code.html", shown))


@entry.route("/lien/<secret>", methods=["GET", "POST"])
def link(secret: str) -> str | Response:
    """Ask to confirm, and only then use the link up: scanners of mails open every link."""
    if tk.request.method == "POST":
        group = domain.use_link(secret)
        if group is not None:
            return _enter(group)
    group = domain.look_at_link(secret)
    label = domain.body_label(group) if group is not None else ""
    answer = tk.render("territories/entry_link.html", {"secret": secret, "label": label})
    return answer if label else (answer, 410)  # type: ignore[return-value]  # Flask takes a pair


def visitor() -> str:
    """Return the network address of who asks, as the web server knows it."""
    return tk.request.remote_addr or "unknown"


def _enter(group: model.Group) -> Response:
    user = mailbox.account(group)
    if user is None:
        tk.abort(403, tk._("The access of this town hall is closed. Ask the animator of your territory."))
    return signing.enter(user, _next(), group.id)


def _next() -> str:
    return forms.inner_path(tk.request.values.get("next"))


def _choose(q: str, error: str = "") -> str:
    found = search.search(q, [], FOUND, None) if q else []
    shown = {"q": q, "found": found, "error": error, "next": _next()}
    return str(tk.render("territories/entry.html", shown))
