"""Rights of the territories plugin (every public function is exported)."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthFunction, AuthResult, Context, DataDict

from ckanext.territories import tree


@tk.auth_allow_anonymous_access
def territories_tree(_context: Context, _data_dict: DataDict | None) -> AuthResult:
    """Everybody may see which bodies the portal has, as in CKAN's list of organisations."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def territories_search(_context: Context, _data_dict: DataDict | None) -> AuthResult:
    """Everybody may search the bodies that the portal has, as in CKAN's list of organisations."""
    return {"success": True}


@tk.chained_auth_function
def member_create(up: AuthFunction, context: Context, data_dict: DataDict) -> AuthResult:
    """Refuse to move an organisation through its member rows: `parent` checks both places, this would not."""
    return _refusal(data_dict) or up(context, data_dict)


@tk.chained_auth_function
def member_delete(up: AuthFunction, context: Context, data_dict: DataDict) -> AuthResult:
    """Refuse to take an organisation out of the tree through its member rows."""
    return _refusal(data_dict) or up(context, data_dict)


def _refusal(data_dict: DataDict) -> AuthResult | None:
    if data_dict.get("object_type") != "group" or tree.find(str(data_dict.get("id", ""))) is None:
        return None
    return {"success": False, "msg": tk._("An organisation moves by its field “parent”.")}
