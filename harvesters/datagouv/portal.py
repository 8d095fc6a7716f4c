"""What the harvester needs to know of the portal: its organisations, its fields, what is its own."""

from __future__ import annotations

import hashlib
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Context
from ckanext.harvest.model import HarvestSource
from ckanext.socle.harvesters.datagouv import config, mapping
from ckanext.socle.harvesters.datagouv.api import Catalogue
from ckanext.socle.harvesters.datagouv.identifiers import resource_id
from ckanext.socle.harvesters.datagouv.loop_guard import Ourselves
from ckanext.socle.harvesters.datagouv.ownership import Body, Directory
from ckanext.socle.harvesters.datagouv.problems import Problem
from ckanext.socle.harvesters.datagouv.settings import Settings, load

from ckanext.scdl import registry
from ckanext.scdl.exceptions import UnknownSchema
from ckanext.territories import codes, tree

# Extra of a source's dataset: who saved it last, within whose rights it runs.
RESPONSIBLE = "datagouv_responsible"
BODY_FIELDS = {"kind": "territory_type", "siren": "siren", "insee_code": "insee_code", "datagouv_id": "datagouv_id"}


def zone(text: str) -> str | None:
    """Return the present identifier of a zone of the COG, None for one that it does not know."""
    found = codes.zone(text)
    return found.id if found else None


def settings_of(source: HarvestSource) -> Settings:
    """Return the settings of a source.

    Raises:
        SettingsError: they were written by something else than the form or the API.
    """
    return load(source.config, zone)


def directory(owner_org: str, responsible: str) -> Directory:
    """Return the portal's organisations, and which of them a source may fill.

    Args:
        owner_org: identifier of the source's organisation, empty if it has none.
        responsible: identifier of the user who saved the source last; empty for the operator.
    """
    rows = model.Session.query(model.Group).filter_by(state="active", is_organization=True).all()
    bodies = tuple(
        Body(row.id, row.name, row.title or row.name, **{key: _extra(row, name) for key, name in BODY_FIELDS.items()})
        for row in rows
    )
    return Directory(bodies, allowed(owner_org, responsible))


def allowed(owner_org: str, responsible: str) -> frozenset[str] | None:
    """Return the organisations that a source may fill: its own, those beneath, those of who saved it; None for all."""
    user = model.User.get(responsible) if responsible else None
    if not responsible or (user is not None and user.state == "active" and user.sysadmin):
        return None
    own = {row["id"] for row in tree.rows_below([owner_org])} if owner_org else set()
    if user is None or user.state != "active":
        return frozenset(own)
    context: Context = {"user": user.name}
    return frozenset(own | set(tree.places_of(context, "create_dataset") or ()))


def directory_of(source: HarvestSource) -> tuple[Directory, str]:
    """Return the organisations that a source may fill, and the identifier of its own."""
    package = model.Package.get(source.id)
    owner = str(package.owner_org or "") if package is not None else ""
    responsible = str((package.extras or {}).get(RESPONSIBLE) or "") if package is not None else ""
    return directory(owner, responsible), owner


def stamp(known: Directory) -> str:
    """Return a digest of what decides who receives a dataset: a refused one is looked at anew when it changes."""
    rows = sorted((body.name, body.siren, body.zone, body.datagouv_id, known.may(body)) for body in known.bodies)
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def fields(catalogue: Catalogue) -> mapping.Portal:
    """Return what the fields of a dataset accept."""

    def schema(name: str, version: str) -> str | None:
        return _shipped_schema(name, version) or catalogue.schema(name, version)

    return mapping.Portal(zone, schema, _frequencies(), _resource_id)


def ourselves() -> Ourselves:
    """Return what is the portal's own."""
    return Ourselves(config.own_addresses(), _born_here)


def name_taken(name: str, package_id: str) -> bool:
    """Tell whether another dataset has a name."""
    found = model.Package.by_name(name)
    return found is not None and found.id != package_id


def _extra(group: model.Group, key: str) -> str:
    return str((group.extras or {}).get(key) or "")


def _shipped_schema(name: str, version: str) -> str | None:
    try:
        entry = registry.entry(name)
    except UnknownSchema:
        return None
    if entry.name != name:
        return None
    return next((each.url for each in entry.versions if each.version == version), None if version else entry.url)


def _frequencies() -> frozenset[str]:
    """Return the choices of the field «frequency», as the portal's form has them now."""
    schema: dict[str, Any] = tk.get_action("scheming_dataset_schema_show")({}, {"type": "dataset"})
    fields_ = [each for each in schema["dataset_fields"] if each["field_name"] == "frequency"]
    return frozenset(choice["value"] for each in fields_ for choice in each.get("choices") or ())


def _resource_id(identifier: str, package_id: str) -> str:
    own = resource_id(identifier, package_id)
    found = model.Resource.get(own)
    return resource_id(identifier, package_id, taken=found is not None and found.package_id != package_id)


def _born_here(identifier: str) -> bool:
    package = model.Package.get(identifier)
    return package is not None and package.type == "dataset" and mapping.MARK not in (package.extras or {})


def organization(name: str) -> model.Group | None:
    """Return the active organisation with this name."""
    return tree.find(name)


def unknown_owner(name: str) -> Problem:
    """Say that no organisation has this name."""
    return Problem("owner-unknown", {"name": name})
