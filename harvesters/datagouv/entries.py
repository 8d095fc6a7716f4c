"""One line of the catalogue's list: what tells, in one comparison, whether a dataset has changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from ckanext.socle.harvesters.datagouv import mapping


@dataclass(frozen=True)
class Entry:
    """A dataset in a list.

    Attributes:
        id: of the dataset.
        title: of the dataset.
        page: its address for people.
        producer: identifier, slug and name of its organisation.
        tags: its keywords.
        slug: the other name of the dataset.
        retired: when it was archived, deleted or made private, empty if it is in the open.
        resources: how many it has.
        state: digest of its dates and of those of its resources.
    """

    id: str
    title: str
    page: str
    slug: str
    producer: tuple[str, str, str]
    tags: tuple[str, ...]
    retired: str
    resources: int
    state: str

    def fingerprint(self, settings: str) -> str:
        """Return what is kept with a dataset that was taken; the same again means that there is nothing to do.

        Args:
            settings: digest of the source's settings, under which it was taken.
        """
        return f"{mapping.VERSION}-{settings}-{self.state}"


def read_entry(data: Any) -> Entry | None:  # noqa: ANN401
    """Read a line of the list, None for what bears no identifier."""
    if not isinstance(data, dict) or not isinstance(data.get("id"), str) or not data["id"]:
        return None
    resources = data.get("resources")
    organization = data.get("organization")
    organization = organization if isinstance(organization, dict) else {}
    return Entry(
        id=data["id"],
        title=str(data.get("title") or data["id"]),
        page=str(data.get("page") or ""),
        slug=str(data.get("slug") or ""),
        producer=(
            str(organization.get("id") or ""),
            str(organization.get("slug") or ""),
            str(organization.get("name") or ""),
        ),
        tags=tuple(tag for tag in data.get("tags") or () if isinstance(tag, str)),
        retired=retired(data),
        resources=_count(resources),
        state=_state(data, resources),
    )


def retired(dataset: dict[str, Any]) -> str:
    """Return when a dataset left the open («archived 2026-05-01», «deleted …», «private»), empty if it did not."""
    for key in ("deleted", "archived"):
        if dataset.get(key):
            return f"{key} {dataset[key]}"
    return "private" if dataset.get("private") is True else ""


def _count(resources: object) -> int:
    if isinstance(resources, list):
        return len(resources)
    total = resources.get("total") if isinstance(resources, dict) else 0
    return total if isinstance(total, int) else 0


def _state(data: dict[str, Any], resources: object) -> str:
    internal = data.get("internal")
    organization = data.get("organization")
    dates = [
        data.get("last_modified"),
        data.get("last_update"),
        internal.get("last_modified_internal") if isinstance(internal, dict) else None,
        organization.get("id") if isinstance(organization, dict) else None,
        [[each.get("id"), each.get("last_modified")] for each in resources if isinstance(each, dict)]
        if isinstance(resources, list)
        else _count(resources),
    ]
    return hashlib.sha256(json.dumps(dates, sort_keys=True).encode()).hexdigest()[:24]
