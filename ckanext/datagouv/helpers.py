"""Template helpers of the room (every public function is exported)."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as _tk

from ckanext.datagouv import download as _download
from ckanext.datagouv.roundtrip import shown as _shown


def datagouv_presence(package_id: str) -> dict[str, Any] | None:
    """Return whether a dataset has arrived on data.gouv.fr, with what is wrong for who may edit it."""
    found: dict[str, Any] | None = _tk.get_action("datagouv_presence_show")(
        {"user": _tk.current_user.name}, {"id": package_id}
    )
    return found


def datagouv_arrived(owner_org: str) -> dict[str, int]:
    """Return how many datasets of an organisation were looked for on data.gouv.fr, are there, and are missing."""
    return _shown.arrived(owner_org)


def datagouv_download_url(resource: dict[str, Any], package: dict[str, Any]) -> str | None:
    """Return the address of a file that stays the same when the file is replaced; a link keeps its own."""
    return _download.download_url(resource, package)
