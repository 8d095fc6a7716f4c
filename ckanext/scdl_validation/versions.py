"""Versions of schemas: which one is newer than the one that a file follows. Pure."""

from __future__ import annotations

from ckanext.scdl import registry
from ckanext.scdl.schema import Version


def newer(schema: str) -> Version | None:
    """Return the latest version of the schema of which this is the address of a version; None when this is it.

    An address that the registry does not know has none.
    """
    for entry in registry.entries():
        if schema in {version.url for version in entry.versions}:
            return entry.latest if entry.latest.url != schema else None
    return None
