"""What a body has published, as everybody may see it: whoever asks, nothing else is certified, listed or fed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context

from ckanext.socle import publications, wording

PAGE = 200  # datasets asked at a time
SHA256 = re.compile("[0-9a-f]{64}")


def anonymous() -> Context:
    """Return the context of a read by nobody in particular."""
    return Context(user="", auth_user_obj=None)


def body(name: str) -> dict[str, Any]:
    """Return an organisation by name or id.

    Raises:
        ObjectNotFound: there is none.
    """
    wanted = {"id": name, "include_datasets": False, "include_users": False, "include_dataset_count": False}
    found: dict[str, Any] = tk.get_action("organization_show")(anonymous(), wanted)
    if found["state"] != "active":
        raise tk.ObjectNotFound(tk._("This organisation is not in the portal."))
    return found


def newest(owner_org: str, rows: int) -> list[dict[str, Any]]:
    """Return the last changed public datasets of a body (its id)."""
    return _search(owner_org, rows, 0, "metadata_modified desc, id asc")


def of_body(owner_org: str) -> list[dict[str, Any]]:
    """Return all that a body (its id) has published: title, address, licence and files of each publication."""
    return [_publication(each) for each in _all(owner_org) if each.get("resources")]


def _all(owner_org: str) -> Iterator[dict[str, Any]]:
    for start in itertools.count(step=PAGE):
        found = _search(owner_org, PAGE, start, "title_string asc, id asc")
        yield from found
        if len(found) < PAGE:
            return


def _search(owner_org: str, rows: int, start: int, sort: str) -> list[dict[str, Any]]:
    fq = f'+dataset_type:dataset +capacity:"public" +owner_org:"{owner_org}"'
    query = {"q": "*:*", "fq": fq, "rows": rows, "start": start, "sort": sort, "facet": False}
    return list(tk.get_action("package_search")(anonymous(), query)["results"])


def _publication(package: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": package["id"],
        "title": str(package.get("title") or package["name"]),
        "url": tk.url_for("dataset.read", id=package["name"], locale="default", _external=True),
        "licence": wording.licence(package),
        "files": [_file(each, package) for each in package["resources"]],
    }


def _file(resource: dict[str, Any], package: dict[str, Any]) -> dict[str, Any]:
    schema = wording.schema(resource.get("schema"))
    written = str(resource.get("hash") or "").lower()
    return {
        "id": resource["id"],
        "name": str(resource.get("name") or str(resource.get("url") or "").rpartition("/")[2]),
        "url": publications.download_url(resource, package),
        "format": str(resource.get("format") or "").upper(),
        "size": str(resource.get("size") or ""),
        "schema": str(resource.get("schema") or ""),
        "schema_title": f"{schema.title} {schema.version}".strip() if schema else "",
        "validity": str(resource.get("validation_status") or ""),
        "checked": str(resource.get("validation_timestamp") or ""),
        "changed": publications.changed(package, resource),
        # A link has no digest here: its file lies with somebody else and may change at any time.
        "sha256": written if SHA256.fullmatch(written) else "",
    }
