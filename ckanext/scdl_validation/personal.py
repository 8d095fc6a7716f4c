"""What was found of personal data in a file, and what was decided on it. Pure: neither CKAN nor a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.scdl.privacy import rules

# With these a person says that the public may have what was found; with the others, that the file must change first.
RELEASING = frozenset({"publish", "keep-looked-at", "public-by-law"})
# Short forms that pages use; the others are the actions which the report proposes.
SHORT_CHOICES = frozenset({"publish", "drop", "mask", "empty"})

# Cells of one column that are listed one by one; beyond, only the column as a whole can be decided on.
LISTED = 1000


@dataclass(frozen=True)
class Place:
    """What the key of a finding says (``PersonalData.key``)."""

    kind: str
    column: int | None
    row: int | None
    sheet: str | None

    @property
    def group(self) -> str:
        """The key of every finding of this kind in the column."""
        return f"{self.kind}:{self.column or ''}::{self.sheet or ''}"

    def to_dict(self) -> dict[str, Any]:
        """Return where it is, as the table of decisions keeps it."""
        return {"column": self.column, "row": self.row, "sheet": self.sheet}


def choices() -> frozenset[str]:
    """Return every choice that a decision may hold."""
    kinds = rules.declared()["kinds"]
    return SHORT_CHOICES | {each for kind in kinds for each in rules.actions(kind)}


def place(key: str) -> Place:
    """Read the key of a finding.

    Raises:
        ValueError: it is not one.
    """
    kind, column, row, sheet = key.split(":", 3)
    if kind not in rules.declared()["kinds"]:
        raise ValueError(f"no such kind: {kind}")
    return Place(kind, int(column) if column else None, int(row) if row else None, sheet or None)


def summary(keys: Iterable[str]) -> dict[str, Any]:
    """Return what has to be decided: for each kind and column its ``count`` and, when few, the ``keys``."""
    groups: dict[str, dict[str, Any]] = {}
    for key in keys:
        group = groups.setdefault(place(key).group, {"count": 0, "keys": []})
        group["count"] += 1
        if group["count"] <= LISTED:
            group["keys"].append(key)
    return groups


def decided(key: str, decisions: Mapping[str, str]) -> str | None:
    """Return the choice that stands for a finding: its own, else its column's; None when there is none.

    Args:
        key: of the finding.
        decisions: key → the last choice.
    """
    return decisions.get(key) or decisions.get(place(key).group)


def is_released(found: Mapping[str, Any], decisions: Mapping[str, str]) -> bool:
    """Whether somebody let out everything that was found.

    Args:
        found: as ``summary`` gives it.
        decisions: key → the last choice.
    """
    return all(_group_is_released(group, content, decisions) for group, content in found.items())


def _group_is_released(group: str, content: Mapping[str, Any], decisions: Mapping[str, str]) -> bool:
    if any(choice not in RELEASING for key, choice in decisions.items() if place(key).group == group):
        return False
    if group in decisions:
        return True
    return content["count"] == len(content["keys"]) and all(key in decisions for key in content["keys"])
