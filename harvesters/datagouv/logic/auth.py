"""Rights of the harvester (every public function is exported)."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthFunction, AuthResult, Context, DataDict


def datagouv_source_preview(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may change a source may see what it would take; before it is saved, who may publish for its organisation."""
    if data_dict.get("id"):
        return _as("harvest_source_update", context, {"id": data_dict["id"]})
    return _as("package_create", context, {"type": "harvest", "owner_org": data_dict.get("owner_org") or ""})


def datagouv_job_report(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see a job may see its report."""
    return _as("harvest_job_show", context, {"id": data_dict["id"]})


@tk.chained_auth_function
def harvest_job_abort(up: AuthFunction, context: Context, data_dict: DataDict) -> AuthResult:
    """Who may change a source may stop its run; told a job alone, it stays with operators as in ckanext-harvest."""
    source = data_dict.get("source_id")
    return _as("harvest_source_update", context, {"id": source}) if source else up(context, data_dict)


def _as(action: str, context: Context, data_dict: DataDict) -> AuthResult:
    try:
        tk.check_access(action, context, data_dict)
    except tk.NotAuthorized as error:
        return {"success": False, "msg": str(error)}
    return {"success": True}
