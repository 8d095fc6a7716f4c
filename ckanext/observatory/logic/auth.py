"""Rights of the observatory (every public function is exported)."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict


@tk.auth_allow_anonymous_access
def observatory_rules(_context: Context, _data_dict: DataDict) -> AuthResult:
    """Everybody: it is the law."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def observatory_dues(_context: Context, _data_dict: DataDict) -> AuthResult:
    """Everybody: it is worked out from what is public; drafts show only to those who may publish for the body."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def observatory_states(_context: Context, _data_dict: DataDict) -> AuthResult:
    """Everybody, as ``observatory_dues``."""
    return {"success": True}
