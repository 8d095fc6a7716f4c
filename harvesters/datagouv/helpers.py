"""Template helpers of the harvester (every public function is exported)."""

from __future__ import annotations

from typing import Any

from ckanext.socle.harvesters.datagouv import harvester as _harvester
from ckanext.socle.harvesters.datagouv import sources as _sources


def datagouv_source_form(data: dict[str, Any]) -> dict[str, str]:
    """Return the fields of a source's form: as they were sent, else as its settings have them."""
    return _sources.form_values(data)


def datagouv_source_address() -> str:
    """Return the address of data.gouv.fr's API."""
    return _harvester.ADDRESS
