"""Create, change, withdraw and bring back a dataset of the portal, each in one transaction that can be done again."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import ckan.lib.search as search
import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.types import Context
from ckanext.harvest.model import HarvestObject
from ckanext.socle.harvesters.datagouv import mapping, mirror, portal, records
from ckanext.socle.harvesters.datagouv.identifiers import package_name

RETIRED_ON, RETIRED_WHY = "datagouv_retired_on", "datagouv_retired_why"


def is_public(package_id: str) -> bool:
    """Tell whether a dataset is there and not deleted."""
    package = model.Package.get(package_id)
    return package is not None and package.state == "active"


def write(harvest_object: HarvestObject, package: dict[str, Any], slug: str) -> None:
    """Write a dataset: a new one, or the same one changed, under the id and address that it has.

    Raises:
        ValidationError: CKAN refuses a field.
    """
    existing = model.Package.get(package["id"])
    if existing is None:
        package["name"] = _free_name(package, slug)
    else:
        package["name"] = existing.name
    records.make_current(harvest_object, package["id"])
    if existing is None:
        # The index reads the object while the dataset is being created (ckanext-harvest's before_dataset_index).
        model.Session.execute(sa.text("SET CONSTRAINTS harvest_object_package_id_fkey DEFERRED"))
    model.Session.flush()
    copies = any("upload" in resource for resource in package["resources"])
    if existing is None:
        tk.get_action("package_create")(_context(), _with_links(package))
    if existing is not None or copies:  # CKAN takes files with an update only
        tk.get_action("package_update")(_context(), package)
    model.Session.commit()
    if existing is not None and harvest_object.retry_times > 1:
        # A former attempt may have died between the database and the index, and CKAN indexes changes only.
        search.rebuild(package["id"])


def retire(harvest_object: HarvestObject, package_id: str, why: str) -> None:
    """Withdraw a dataset: it keeps its id and address for the day when it comes back, and says why it left."""
    package = model.Package.get(package_id)
    model.Session.query(HarvestObject).filter_by(package_id=package_id).update({"current": False})
    harvest_object.current = False
    if package is None:
        return
    harvest_object.package_id = package_id
    if package.state == "active":
        today = datetime.now(timezone.utc).date().isoformat()
        package.extras = {**(package.extras or {}), RETIRED_ON: today, RETIRED_WHY: why}
        model.Session.flush()
        tk.get_action("package_delete")(_context(), {"id": package_id})


def _with_links(package: dict[str, Any]) -> dict[str, Any]:
    """Return the dataset as it is before its files are copied."""
    resources = [
        {key: value for key, value in each.items() if key not in ("upload", mirror.VERSION)}
        | ({"url": each[mirror.SOURCE], "url_type": ""} if "upload" in each else {})
        for each in package["resources"]
    ]
    return {**package, "resources": resources}


def _free_name(package: dict[str, Any], slug: str) -> str:
    dataset = next(each["value"] for each in package["extras"] if each["key"] == mapping.MARK)
    name = package_name(slug, package["title"], dataset)
    if portal.name_taken(name, package["id"]):
        name = package_name(slug, package["title"], dataset, taken=True)
    return name


def _context() -> Context:
    user = tk.get_action("get_site_user")({"ignore_auth": True, "defer_commit": True}, {})
    return {"user": user["name"], "ignore_auth": True, "return_id_only": True}
