"""Logging somebody in by other means than a password, as CKAN's login page does it."""

from __future__ import annotations

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.common import login_user
from ckan.plugins import plugin_loaded
from ckan.types import Response
from ckan.views.user import regenerate_session, rotate_token

from ckanext.socle import forms


def enter(user: model.User, next_page: str | None, organization: str = "") -> Response:
    """Log an account in with a new session, and go where the person wanted to.

    Args:
        user: the account.
        next_page: path within the portal; the person's space without one.
        organization: the body that the person acts for from now on.
    """
    regenerate_session()
    login_user(user)
    rotate_token()
    if organization:
        tk.h.territories_act_for(organization)
    space = "/mon-espace" if plugin_loaded("deposit") else "/"
    return tk.redirect_to(forms.inner_path(next_page) or tk.h.url_for(space))
