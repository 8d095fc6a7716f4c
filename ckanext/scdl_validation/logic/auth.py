"""Rights of the room (every public function is exported)."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict

from ckanext.scdl_validation import decisions as _decisions


def personal_data_decide(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may publish for the body."""
    allowed = _decisions.may_publish(context["user"], str(data_dict.get("organization", "")))
    return {"success": allowed, "msg": tk._("You cannot publish for this organisation.")}


def personal_data_decision_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may publish for the body; without one, everyone who is logged in, who sees their own bodies' decisions."""
    if data_dict.get("organization"):
        return personal_data_decide(context, data_dict)
    return {"success": bool(context["user"])}


def personal_data_undecided(context: Context, data_dict: DataDict) -> AuthResult:
    """As for the list of decisions."""
    return personal_data_decision_list(context, data_dict)
