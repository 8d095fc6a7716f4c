"""`/connexion-agent`: signing in by OpenID Connect, when the operator has set it."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.common import logout_user
from ckan.types import Response
from flask import Blueprint

from ckanext.socle import forms
from ckanext.territories import agents, config, signing
from ckanext.territories import oidc as domain

oidc = Blueprint("territories_oidc", __name__, url_prefix="/connexion-agent")


@oidc.before_request
def come_in() -> None:
    """Say that there is nothing here when no provider is set."""
    if not config.oidc_issuer():
        tk.abort(404)


@oidc.get("")
def start() -> Response:
    """Send the person to the provider."""
    try:
        return tk.redirect_to(domain.begin(forms.inner_path(tk.request.args.get("next"))))
    except domain.OidcError as error:
        return _sorry(error)


@oidc.get("/retour")
def callback() -> Response:
    """Take the provider's answer, and log the person in."""
    try:
        identity, following = domain.finish(tk.request.args.to_dict())
        user, group = agents.sign_in(identity)
    except domain.OidcError as error:
        return _sorry(error)
    return signing.enter(user, following, group.id if group is not None else "")


def log_out() -> Response | None:
    """End the provider's session with ours, for who came in by it (CKAN's `IAuthenticator.logout`)."""
    address = domain.logout_address() if config.oidc_issuer() else None
    if address is None:
        return None
    logout_user()
    return tk.redirect_to(address)


def _sorry(error: domain.OidcError) -> Response:
    tk.h.flash_error(str(error))
    return tk.redirect_to("user.login")
