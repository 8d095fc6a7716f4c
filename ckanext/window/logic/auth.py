"""Who may have a certificate written, and who may check one (every public function is exported)."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict

from ckanext.territories import roles as _roles


def publication_certificate_create(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may publish for the body."""
    allowed = _roles.may_publish(context["user"], str(data_dict.get("organization", "")))
    return {"success": allowed, "msg": tk._("You cannot publish for this organisation.")}


def publication_certificate_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may publish for the body."""
    return publication_certificate_create(context, data_dict)


@tk.auth_allow_anonymous_access
def publication_certificate_show(_context: Context, _data_dict: DataDict | None) -> AuthResult:
    """Everybody who has the number: what is certified was public on that day."""
    return {"success": True}
