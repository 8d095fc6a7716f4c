"""The address of an uploaded file, which never changes.

CKAN's own address of an upload ends with the file's name, so it changes when the file is replaced under another name;
data.gouv.fr knows a file by its address alone and never removes one, so each change would leave it a dead double. Ours:

    /dataset/<id of the dataset>/resource/<id of the resource>/fichier.<extension>

made of identifiers that no form can change. The extension, which serves people and tools, comes from the format that
the resource had before it was first updated (a CSV replaced by an XLSX keeps its address in `.csv`; the feed tells the
true format), and the file is found whatever the extension says, so that an address once given keeps working.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk
from ckan.views.resource import download
from flask import Response, abort

from ckanext.datagouv.distribution import STABLE_EXTENSION, declared_url, file_extension
from ckanext.datagouv.profile import portal_address


def download_url(resource: Mapping[str, Any], package: Mapping[str, Any]) -> str | None:
    """Return the absolute address to give for a resource: stable for an upload, its own for a link.

    Args:
        resource: as `resource_show` gives it.
        package: its dataset; only `id` is read.

    Returns:
        None for a link that the world cannot reach.
    """
    return declared_url(resource, package["id"], portal_address())


def keep_address(current: Mapping[str, Any], update: dict[str, Any]) -> None:
    """Write in the update of a resource the extension that its address has now, so that no new format changes it.

    Args:
        current: the resource as it is stored.
        update: what it becomes; changed in place.
    """
    update[STABLE_EXTENSION] = file_extension(current) or ""


def send_file(package_id: str, resource_id: str) -> Response:
    """Answer with the file, under its present name, or with CKAN's page 404.

    CKAN's own view does the work: rights, file storages of the portal, plugins that replace the uploader, partial and
    conditional requests, counting of downloads.
    """
    resource = _resource(package_id, resource_id)
    if not resource:
        abort(404, tk._("This file does not exist, or is not public."))
    name = urlsplit(resource["url"]).path.rpartition("/")[2]
    try:
        answer: Response = download("dataset", package_id, resource_id, name or None)
    except FileNotFoundError:
        abort(404, tk._("This file has been lost. Publish it again."))
    if answer.status_code in (200, 206):
        # Never shown in the portal's own pages' origin: an HTML or SVG file could carry a script.
        answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _resource(package_id: str, resource_id: str) -> dict[str, Any] | None:
    try:
        resource: dict[str, Any] = tk.get_action("resource_show")({"user": tk.current_user.name}, {"id": resource_id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    return resource if resource["package_id"] == package_id else None
