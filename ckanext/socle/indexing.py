"""What the search page counts by, beyond CKAN's own fields."""

from __future__ import annotations

import json
from typing import Any

from ckanext.scdl import registry
from ckanext.scdl.exceptions import ScdlError

SCHEMA_FIELD = "vocab_schema"  # `vocab_*` are lists of exact values in CKAN's index, so that a facet counts whole names


def facet_fields(document: dict[str, Any]) -> dict[str, Any]:
    """Add to an index document the catalogue names of its files' schemas (hook ``before_dataset_index``).

    A version more or less is the same schema for a reader, so the version is left out; an address that the registry
    does not know is kept as it is.
    """
    resources = json.loads(document.get("data_dict") or "{}").get("resources") or []
    names = {schema_name(str(each["schema"])) for each in resources if each.get("schema")}
    return {**document, SCHEMA_FIELD: sorted(names)} if names else document


def schema_name(address: str) -> str:
    """Return the catalogue's name of the schema at an address, or the address."""
    try:
        return registry.find(address).name if address.startswith("https://") else address
    except ScdlError:
        return address
