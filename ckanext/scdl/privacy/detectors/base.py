"""What the detectors share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Protocol

from ckanext.scdl.privacy.view import Column, Hit, View

# What is found in a cell: its text, how sure it is, what its sentence needs besides.
Found = tuple[str, str, dict[str, object]]


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
