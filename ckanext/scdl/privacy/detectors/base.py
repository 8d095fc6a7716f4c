"""What the detectors share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar, Protocol

from ckanext.scdl.privacy.view import Column, Hit, View

# What is found in a cell: its text, how sure it is, what its sentence needs besides.
Found = tuple[str, str, dict[str, object]]
# Before a number, what says that it is a parcel's, a file's or an act's.
REFERENCE = re.compile(
    r"\b(?:parcelles?|section|dossier|r[ée]f(?:[ée]rence)?\.?|d[ée]lib[ée]ration|arr[êe]t[ée]|facture|commande|march[ée]|devis"
    r"|titre|mandat|compte|contrat|convention|licence|permis|siren|siret|ean)"
    r"\s*(?:n[°o]\.?|num[ée]ro|:)?\s*$",
    re.IGNORECASE,
)


def is_reference(value: str, start: int) -> bool:
    """Whether the number that begins at a place of a text is said to be something else's than a person's."""
    return REFERENCE.search(value, 0, start) is not None


class Detector(Protocol):
    """Looks for one kind of personal data in a table."""

    def find(self, view: View) -> Iterator[Hit]:
        """Yield what is found."""
        ...


class CellDetector:
    """A detector that judges a cell by its text and its column. Subclasses give ``kind``, ``sieve`` and ``search``.

    Attributes:
        sieve: a regular expression, as Rust's regex reads it, that finds something in every cell in which ``search``
            does (save in columns whose name says a person): large tables are sifted by it first.
    """

    kind: ClassVar[str]
    sieve: ClassVar[str]

    def find(self, view: View) -> Iterator[Hit]:
        """Judge each distinct value of a column once."""
        for column in view.columns:
            if self.reads(column):
                for value, rows in column.suspects.items():
                    for text, confidence, params in self.search(value, column):
                        yield Hit(self.kind, confidence, column, rows, text, params)

    def reads(self, column: Column) -> bool:  # noqa: ARG002
        """Whether the column is to be looked at."""
        return True

    def search(self, value: str, column: Column) -> Iterator[Found]:
        """Yield what a cell holds."""
        raise NotImplementedError
