"""Template helpers of the room (every public function is exported)."""

from __future__ import annotations

from typing import Any

from ckanext.datagouv import download as _download


def datagouv_download_url(resource: dict[str, Any], package: dict[str, Any]) -> str | None:
    """Return the address of a file that stays the same when the file is replaced; a link keeps its own."""
    return _download.download_url(resource, package)
