"""Rights of the room (every public function is exported)."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan import authz as _authz
from ckan.types import AuthResult, Context, DataDict


@tk.auth_allow_anonymous_access
def datagouv_left_out(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the dataset: all that is said follows from what is public of it."""
    return _authz.is_authorized("package_show", context, {"id": data_dict.get("id", "")})


def datagouv_check(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may edit the organisation."""
    return _authz.is_authorized("organization_update", context, {"id": data_dict.get("id", "")})


@tk.auth_allow_anonymous_access
def datagouv_presence_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the dataset: whether data.gouv.fr shows it is public there."""
    return _authz.is_authorized("package_show", context, {"id": data_dict.get("id", "")})
