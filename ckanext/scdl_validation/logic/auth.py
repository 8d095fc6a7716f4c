"""Rights of the room (every public function is exported)."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan import authz as _authz
from ckan.types import AuthFunction, AuthResult, Context, DataDict

from ckanext.scdl_validation import decisions as _decisions
from ckanext.scdl_validation import gate as _gate


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


@tk.auth_allow_anonymous_access
@tk.chained_auth_function
def resource_show(up: AuthFunction, context: Context, data_dict: DataDict) -> AuthResult:
    """CKAN's, and for a file that is held who may edit its dataset. Every download and the DataStore ask this right."""
    answer = up(context, data_dict)
    if answer["success"] and _gate.is_closed(context, _resource_id(context, data_dict)):
        return {"success": False, "msg": tk._("This file is not public yet.")}
    return answer


def resource_validation_run(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may edit the resource, as in ckanext-validation."""
    return _update(context, data_dict)


def resource_validation_cancel(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may edit the resource."""
    return _update(context, data_dict)


def resource_validation_delete(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may edit the resource, as in ckanext-validation."""
    return _update(context, data_dict)


@tk.auth_allow_anonymous_access
def resource_validation_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may have the file, as in ckanext-validation."""
    return _as("resource_show", context, data_dict)


def resource_validation_run_batch(context: Context, data_dict: DataDict) -> AuthResult:  # noqa: ARG001
    """Operators only, as in ckanext-validation."""
    return {"success": False}


def resource_validation_record(context: Context, data_dict: DataDict) -> AuthResult:  # noqa: ARG001
    """The portal's other rooms and its operators only: a report is believed."""
    return {"success": False}


@tk.auth_allow_anonymous_access
def scdl_validate(context: Context, data_dict: DataDict) -> AuthResult:  # noqa: ARG001
    """Everyone; those without an account are counted."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def scdl_repair(context: Context, data_dict: DataDict) -> AuthResult:  # noqa: ARG001
    """Everyone; those without an account are counted."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def scdl_annotate(context: Context, data_dict: DataDict) -> AuthResult:  # noqa: ARG001
    """Everyone; those without an account are counted."""
    return {"success": True}


def _update(context: Context, data_dict: DataDict) -> AuthResult:
    return _as("resource_update", context, data_dict)


def _as(right: str, context: Context, data_dict: DataDict) -> AuthResult:
    """A right of CKAN's on the resource."""
    answer: AuthResult = _authz.is_authorized(right, context, {"id": data_dict.get("resource_id", "")})
    return answer


def _resource_id(context: Context, data_dict: DataDict) -> str:
    resource = context.get("resource")
    return str(data_dict.get("id") or (resource.id if resource is not None else ""))
