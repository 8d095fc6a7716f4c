"""What there is to say of a dataset or file on its way to data.gouv.fr, as data; `ckanext.datagouv.advice` words it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Effect(str, Enum):
    """What data.gouv.fr does."""

    LOST = "lost"  # the whole dataset is not taken, or not updated
    DROPPED = "dropped"  # one value, or one file, does not arrive
    CHANGED = "changed"  # it arrives otherwise than written
    DOUBLED = "doubled"  # something old stays beside it
    ARCHIVED = "archived"  # it leaves data.gouv.fr's lists


@dataclass(frozen=True)
class Finding:
    """One thing to say.

    Attributes:
        code: which one, a key of `EFFECTS`.
        file: identifier or address of the file that it is about, empty for the dataset.
        params: what the sentence names.
    """

    code: str
    file: str = ""
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def effect(self) -> Effect:
        """What data.gouv.fr does."""
        return EFFECTS[self.code]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return {"code": self.code, "effect": self.effect.value, "file": self.file, "params": self.params}


EFFECTS = {
    # The whole dataset
    "identifier-missing": Effect.LOST,
    "identifier-twice": Effect.LOST,
    "identifier-taken": Effect.LOST,
    "title-missing": Effect.LOST,
    "acronym-long": Effect.LOST,
    "date-unreadable": Effect.LOST,
    "file-address-bad": Effect.LOST,
    "file-size-bad": Effect.LOST,
    "file-checksum-bad": Effect.LOST,
    "schema-not-address": Effect.LOST,
    # One value
    "file-without-address": Effect.DROPPED,
    "file-left-out": Effect.DROPPED,
    "checksum-unknown": Effect.DROPPED,
    "licence-unknown": Effect.DROPPED,
    "frequency-unknown": Effect.DROPPED,
    "period-unreadable": Effect.DROPPED,
    "place-without-outline": Effect.DROPPED,
    "theme-without-label": Effect.DROPPED,
    "contact-unreachable": Effect.DROPPED,
    "modified-future": Effect.DROPPED,
    "modified-unreadable": Effect.DROPPED,
    "value-left-out": Effect.DROPPED,
    # Arrives otherwise
    "description-flattened": Effect.CHANGED,
    "schema-unknown": Effect.CHANGED,
    "schema-without-version": Effect.CHANGED,
    "date-incomplete": Effect.CHANGED,
    # Beside it
    "file-address-twice": Effect.DOUBLED,
    "file-stays": Effect.DOUBLED,
    "dataset-leaves": Effect.ARCHIVED,
}
