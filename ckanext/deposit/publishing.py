"""Make a checked deposit public: a new dataset, another file in it, or a new file at the same address."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model as ckan_model
from ckan.plugins import plugin_loaded
from werkzeug.datastructures import FileStorage

from ckanext.deposit import bodies, files, metadata, model
from ckanext.deposit.exceptions import PublicationConflictError
from ckanext.deposit.periods import Coverage
from ckanext.scdl import registry

BESIDE = "beside"
MIMETYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


@dataclass(frozen=True)
class Published:
    """A file that a body has published of the same data."""

    package_id: str
    package_name: str
    resource_id: str
    title: str
    modified: str


def published(owner_org: str, schema_name: str) -> list[Published]:
    """Return the public files of a body that follow any version of a schema, the oldest first."""
    addresses = {version.url for version in registry.entry(schema_name).versions} | {registry.entry(schema_name).url}
    resource, package = ckan_model.Resource, ckan_model.Package
    wanted = sa.select(resource, package.name).join(package, resource.package_id == package.id)
    active = wanted.where(package.owner_org == owner_org, package.state == "active", resource.state == "active")
    rows = ckan_model.Session.execute(active.order_by(package.metadata_created, resource.position)).all()
    return [
        Published(row.package_id, name, row.id, row.name or name, (row.last_modified or row.created).isoformat())
        for row, name in rows
        if (row.extras or {}).get("schema") in addresses
    ]


def description(deposit: model.Deposit, package_id: str | None) -> dict[str, str]:
    """Return what the publication will say of itself: filled in, then as the dataset says, then as changed here.

    Args:
        deposit: checked, so that the period is known.
        package_id: of the dataset that the file joins or where it replaces another; None for a new one.
    """
    filled = metadata.fill(registry.words(deposit.schema_name), bodies.body(deposit.owner_org), _coverage(deposit))
    if package_id:
        filled = metadata.renew(filled, _said(package_id))
    return metadata.merge(filled, deposit.fields)


def publish(context: Mapping[str, Any], deposit: model.Deposit) -> tuple[str, str]:
    """Publish a deposit whose state is ``publishing`` and return the ids of its dataset and of its resource.

    Done twice after an interruption, it ends with one dataset: ids are reserved in the deposit beforehand.

    Raises:
        PublicationConflictError: the file to replace is gone, or one came that nobody was asked about.
        ValidationError: CKAN refuses a field.
    """
    _record(deposit)
    with _alone(deposit.owner_org, deposit.schema_name):
        found = published(deposit.owner_org, deposit.schema_name)
        others = [each for each in found if each.resource_id != deposit.resource_id]
        if not others and deposit.target in {"", BESIDE}:
            return _add(context, deposit, _open_dataset(context, deposit), 1)
        if deposit.target == BESIDE:
            return _add(context, deposit, others[0].package_id, len(others) + 1)
        for position, each in enumerate(others, start=1):
            if each.resource_id == deposit.target:
                return _replace(context, deposit, each, position)
        raise PublicationConflictError


def check_target(owner_org: str, schema_name: str, target: str) -> None:
    """Refuse a request that does not say what it replaces, as the publication itself would.

    Raises:
        ValidationError: says what to choose.
    """
    known = {each.resource_id for each in published(owner_org, schema_name)}
    if known and target not in {*known, BESIDE}:
        sentence = tk._("Files of this data are already published. Say whether yours replaces one of them.")
        raise tk.ValidationError({"target": [sentence]})


def reserve() -> dict[str, str]:
    """Return new ids for the dataset and the resource of a deposit."""
    return {"package_id": str(uuid4()), "resource_id": str(uuid4())}


@contextmanager
def _alone(owner_org: str, schema_name: str) -> Iterator[None]:
    """Let one publication of this data by this body go on at a time, over all web processes."""
    key = sa.func.hashtext(f"deposit {owner_org} {schema_name}")
    with ckan_model.meta.engine.begin() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
        yield


def _open_dataset(context: Mapping[str, Any], deposit: model.Deposit) -> str:
    """Create the dataset as CKAN's draft, which nobody sees, under the reserved id; or find it if it is there."""
    if ckan_model.Package.get(deposit.package_id) is None:
        package = ckan_model.Package
        taken = ckan_model.Session.scalars(sa.select(package.name).where(package.owner_org == deposit.owner_org))
        name = metadata.dataset_name(deposit.schema_name, bodies.body(deposit.owner_org), frozenset(taken))
        identity = {"id": deposit.package_id, "name": name, "owner_org": deposit.owner_org, "state": "draft"}
        _act(context, "package_create", {**identity, **_dataset(description(deposit, None))})
    return deposit.package_id


def _add(context: Mapping[str, Any], deposit: model.Deposit, package_id: str, number: int) -> tuple[str, str]:
    """Add the file to a dataset, then show the dataset with a period that covers all of its files."""
    fields = description(deposit, package_id)
    resource_id = deposit.resource_id
    if ckan_model.Resource.get(resource_id) is None:
        name = ckan_model.Package.get(package_id).name
        resource = {"id": resource_id, "package_id": package_id, **_resource(deposit, name, fields, number)}
        _act(context, "resource_create", resource)
    _describe(context, package_id, metadata.widen(fields, _said(package_id)) if number > 1 else fields)
    return package_id, resource_id


def _replace(context: Mapping[str, Any], deposit: model.Deposit, replaced: Published, number: int) -> tuple[str, str]:
    """Put the new file in the place of the old one: same dataset, same resource, same address."""
    fields = description(deposit, replaced.package_id)
    resource = _resource(deposit, replaced.package_name, fields, number)
    _act(context, "resource_patch", {"id": replaced.resource_id, **resource})
    _describe(context, replaced.package_id, fields)
    return replaced.package_id, replaced.resource_id


def _describe(context: Mapping[str, Any], package_id: str, fields: Mapping[str, str]) -> None:
    _act(context, "package_patch", {"id": package_id, "state": "active", **_dataset(fields)})


def _dataset(fields: Mapping[str, str]) -> dict[str, Any]:
    if not fields["title"]:  # CKAN would take the address in its place
        raise tk.ValidationError({"title": [tk._("Missing value")]})
    tags = [{"name": tag.strip()} for tag in fields["tag_string"].split(",") if tag.strip()]
    return {key: value for key, value in fields.items() if key != "tag_string"} | {"tags": tags}


def _resource(deposit: model.Deposit, name: str, fields: Mapping[str, str], number: int) -> dict[str, Any]:
    table = deposit.report["table"]
    extension = str(table["format"])
    public_name = metadata.file_name(name, extension, number)
    plain_name = registry.words(deposit.schema_name).plain_name
    return {
        "url": public_name,
        "upload": FileStorage(io.BytesIO(files.load(deposit.public_key)), filename=public_name),
        "name": metadata.resource_title(plain_name, fields["temporal_start"], fields["temporal_end"]),
        "format": extension.upper(),
        "mimetype": MIMETYPES[extension],
        "resource_type": "file",
        "schema": deposit.schema_url,
        "validation_status": "success" if deposit.report["valid"] else "failure",
        "validation_timestamp": model.now().isoformat(),
        "hash": deposit.mended_hash or deposit.file_hash,
        "hash_algorithm": "sha256",
        "size": deposit.mended_size or deposit.file_size,
    }


def _record(deposit: model.Deposit) -> None:
    """Hand the report over, so that the file is not checked again when it is published."""
    if not plugin_loaded("scdl_validation"):
        return
    report = json.loads(files.load_beside(deposit.file_key, files.REPORT))
    known = {"organization": deposit.owner_org, "schema": deposit.schema_url, "report": report}
    hashed = {"file_hash": deposit.mended_hash or deposit.file_hash}
    tk.get_action("resource_validation_record")({"ignore_auth": True}, {**known, **hashed})


def _act(context: Mapping[str, Any], action: str, data: dict[str, Any]) -> None:
    # Rights were checked by the calling action; only with them ignored does CKAN take the reserved id.
    tk.get_action(action)({"user": context["user"], "ignore_auth": True}, data)


def _coverage(deposit: model.Deposit) -> Coverage | None:
    period = deposit.report.get("coverage")
    return Coverage.from_iso(*period) if period else None


def _said(package_id: str) -> dict[str, str]:
    """Return what a dataset says of itself now."""
    package = tk.get_action("package_show")({"ignore_auth": True}, {"id": package_id})
    tags = ", ".join(tag["name"] for tag in package["tags"])
    return {key: str(package[key]) for key in metadata.EDITABLE if package.get(key)} | {"tag_string": tags}
