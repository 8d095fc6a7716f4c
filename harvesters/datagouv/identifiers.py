"""Identifiers on the portal that follow from those of data.gouv.fr alone.

A dataset taken twice, after a crash, a retirement or the loss of every record of the harvest, is the same dataset at
the same address.
"""

from __future__ import annotations

import re
from uuid import NAMESPACE_URL, UUID, uuid5

from slugify import slugify

LONGEST_NAME = 100  # ckan.model.PACKAGE_NAME_MAX_LENGTH


def package_id(dataset: str) -> str:
    """Return the identifier of the dataset on the portal."""
    return str(uuid5(NAMESPACE_URL, f"https://www.data.gouv.fr/datasets/{dataset}"))


def resource_id(resource: str, package: str, taken: bool = False) -> str:
    """Return the identifier of a resource on the portal: its own, unless it is none or another dataset has it."""
    if not taken:
        try:
            return str(UUID(resource))
        except ValueError:
            pass
    return str(uuid5(UUID(package), resource))


def package_name(slug: str, title: str, dataset: str, taken: bool = False) -> str:
    """Return the name that the dataset's address ends with.

    Args:
        slug: of data.gouv.fr.
        title: of the dataset, used when the slug says nothing.
        dataset: its identifier, which ends the name when the other one is taken.
        taken: whether another dataset of the portal has the name.
    """
    name = slugify(slug) or slugify(title) or f"datagouv-{dataset}"
    name = re.sub("-+", "-", name)[:LONGEST_NAME].strip("-")
    if taken or len(name) < 2:
        end = f"-{dataset[-8:]}" if taken else f"-{dataset}"
        name = name[: LONGEST_NAME - len(end)].rstrip("-") + end
    return name
