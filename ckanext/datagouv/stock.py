"""The keys of stock CKAN that other harvesters count on.

ckanext-scheming leaves an empty field of its form out of what `package_show` gives, where CKAN alone gives `null`.
data.gouv.fr's CKAN back end refuses a dataset for one such key that is missing.
"""

from __future__ import annotations

from typing import Any

# What CKAN alone gives for a resource about which nothing is said; a dataset has `url` and `extras` in any case.
RESOURCE: dict[str, str | None] = {"name": None, "description": None, "format": "", "resource_type": None}


def complete(package: dict[str, Any]) -> None:
    """Give a dataset and its resources, as `package_show` makes them, the keys that CKAN alone would give them."""
    package.setdefault("url", None)
    package.setdefault("extras", [])
    for resource in package.get("resources") or ():
        for key, value in RESOURCE.items():
            resource.setdefault(key, value)
