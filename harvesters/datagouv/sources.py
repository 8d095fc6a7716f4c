"""Saving a source: its settings are checked, each fault beside its field; it runs within the rights of who saves it."""

from __future__ import annotations

import json
from typing import Any

import ckan.authz as authz
import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict
from ckanext.socle.harvesters.datagouv import form, harvester, portal
from ckanext.socle.harvesters.datagouv.problems import Problem
from ckanext.socle.harvesters.datagouv.settings import Settings, SettingsError, load, parse
from ckanext.socle.harvesters.datagouv.words import say

HARVEST = "harvest"  # ckanext-harvest's type of dataset


def checked(context: Context, data_dict: DataDict) -> DataDict:
    """Return what is to be saved of a source of ours; anything else as it is.

    Raises:
        ValidationError: a setting is wrong, or names an organisation that the user may not publish for.
    """
    existing = model.Package.get(str(data_dict.get("id") or data_dict.get("name") or ""))
    if existing is not None and existing.type != HARVEST:
        return data_dict
    kind = data_dict.get("type") or (existing.type if existing is not None else "")
    if kind != HARVEST or data_dict.get("source_type") != harvester.TYPE:
        return data_dict
    saved = {**data_dict, "url": str(data_dict.get("url") or "").strip() or harvester.ADDRESS}
    user = responsible(context)
    settings = _settings(saved)
    owner_org = str(data_dict.get("owner_org") or (existing.owner_org if existing is not None else "") or "")
    _check_owners(settings, owner_org, user, from_form=form.filled(data_dict))
    if form.filled(data_dict):
        saved["config"] = json.dumps(settings.to_dict(), ensure_ascii=False, indent=1)
    extras = [each for each in data_dict.get("extras") or [] if each.get("key") != portal.RESPONSIBLE]
    saved["extras"] = [*extras, {"key": portal.RESPONSIBLE, "value": user}] if user else extras
    return {key: value for key, value in saved.items() if not key.startswith(form.PREFIX)}


def form_values(data: dict[str, Any]) -> dict[str, str]:
    """Return the fields of the form: as they were sent, else as the settings have them."""
    if data.get(form.MARKER):
        return {key: str(value) for key, value in data.items() if key.startswith(form.PREFIX)}
    try:
        return form.values(load(_config(data), portal.zone))
    except SettingsError:
        return form.values(Settings()) | {form.AS_JSON: "1"}


def responsible(context: Context) -> str:
    """Return the user within whose rights the source runs; empty for the operator and for programs of the portal."""
    name = context.get("user") or ""
    user = model.User.get(name) if name else None
    if user is None:
        return "" if context.get("ignore_auth") else "nobody"
    return "" if authz.is_sysadmin(user.name) else str(user.id)


def _config(data: dict[str, Any]) -> str | None:
    """Return the JSON of a source as it is shown; in an old index it lies among the extras."""
    kept = (each["value"] for each in data.get("extras") or [] if each.get("key") == "config")
    return data.get("config") or next(kept, None)


def _settings(data: DataDict) -> Settings:
    try:
        if form.filled(data):
            return parse(form.read(data), portal.zone)
        return load(data.get("config"), portal.zone)
    except SettingsError as error:
        raise _refusal(error.problems, from_form=form.filled(data)) from error


def _check_owners(settings: Settings, owner_org: str, user: str, *, from_form: bool) -> None:
    problems = []
    group = portal.organization(owner_org)
    allowed = portal.allowed(group.id if group is not None else "", user)
    for setting, name in settings.fixed_owners.items():
        found = portal.organization(name)
        if found is None:
            problems.append(Problem("owner-unknown", {"name": name}, setting))
        elif allowed is not None and found.id not in allowed:
            problems.append(Problem("owner-not-yours", {"title": found.title or found.name}, setting))
    if problems:
        raise _refusal(problems, from_form=from_form)


def _refusal(problems: list[Problem], *, from_form: bool) -> tk.ValidationError:
    faults: dict[str, list[str]] = {}
    for problem in problems:
        key = form.field(problem.setting) if from_form else "config"
        faults.setdefault(key, []).append(say(problem))
    return tk.ValidationError(dict(faults))
