"""The table that reading gives and that everything after it works on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

# Cells are text, as in a CSV: a workbook's dates and numbers are written as the Table Schema types want them.
Cells = Sequence[str]
# For some columns, the values that were looked for, each with the indexes of its rows.
Places = dict[int, dict[str, list[int]]]


@dataclass(frozen=True)
class Note:
    """Something reading guessed or left out, worth saying: a code of ``messages.yaml`` and what its sentence needs."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    row: int | None = None
    column: int | None = None


@runtime_checkable
class ByColumn(Protocol):
    """Rows that give whole columns faster than one by one (``rapid.TextRows``)."""

    def column(self, index: int) -> Iterator[str]:
        """Yield the cells of a column."""

    def distinct(self, index: int) -> set[str]:
        """Return the values of a column."""

    def find(self, index: int, values: Collection[str]) -> Iterator[tuple[int, str]]:
        """Yield the cells of a column that hold one of some values, each with its row's index."""

    def survey(self, sieves: Mapping[int, str]) -> Places:
        """Return the values that a sieve finds something in, without reading the others."""

    def pick(self, index: int, rows: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Yield the cells of a column in some rows, each with its row's index; rows must be in order."""

    def take(self, indexes: Sequence[int]) -> Iterator[tuple[int, Cells]]:
        """Yield some rows, each with its index; indexes must be in order."""


@dataclass(frozen=True)
class Table:
    """Column names, rows of text, and how they were found.

    Attributes:
        labels: the cells of the header row, as they are in the file.
        rows: the rows below, blank rows in between included; rows may be shorter or longer than the header.
        header_row: the header's row number in a spreadsheet, from 1.
    """

    labels: tuple[str, ...]
    rows: Sequence[Cells]
    format: str
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int = 1
    notes: tuple[Note, ...] = ()

    def column(self, index: int) -> Iterator[str]:
        """Yield the cells of ``labels[index]``, row by row; a row that stops early gives an empty one."""
        if isinstance(self.rows, ByColumn):
            return self.rows.column(index)
        return (cells[index] if index < len(cells) else "" for cells in self.rows)

    def distinct(self, index: int) -> set[str]:
        """Return the values of a column; a row that stops early has none."""
        if isinstance(self.rows, ByColumn):
            return self.rows.distinct(index)
        return {cells[index] for cells in self.rows if index < len(cells)}

    def find(self, index: int, values: Collection[str]) -> Iterator[tuple[int, str]]:
        """Yield the cells of a column that hold one of some values, each with its row's index."""
        if isinstance(self.rows, ByColumn):
            return self.rows.find(index, values)
        return ((row, cell) for row, cell in enumerate(self.column(index)) if cell in values)

    def pick(self, index: int, rows: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Yield the cells of a column in some rows, each with its row's index; rows must be in order."""
        if isinstance(self.rows, ByColumn):
            return self.rows.pick(index, rows)
        return ((row, cells[index] if index < len(cells) else "") for row, cells in self.take(rows))

    def take(self, indexes: Sequence[int]) -> Iterator[tuple[int, Cells]]:
        """Yield some rows, each with its index; indexes must be in order."""
        if isinstance(self.rows, ByColumn):
            return self.rows.take(indexes)
        return ((index, self.rows[index]) for index in indexes)

    def survey(self, sieves: Mapping[int, str]) -> Places:
        """Return the values of some columns, those that cannot be of interest left out when that is quicker.

        Args:
            sieves: for each column, a regular expression as Rust's regex reads it, which finds something in every
                value of interest; an empty one takes all. A small table gives all its values.
        """
        if isinstance(self.rows, ByColumn):
            return self.rows.survey(sieves)
        found: Places = {index: {} for index in sieves}
        for index, values in found.items():
            for row, cell in enumerate(self.column(index)):
                values.setdefault(cell, []).append(row)
        return found

    def row_number(self, index: int) -> int:
        """Return the spreadsheet row of ``rows[index]``."""
        return self.header_row + 1 + index

    def column_number(self, index: int) -> int:
        """Return the spreadsheet column of ``labels[index]``."""
        return index + 1

    def to_dict(self) -> dict[str, Any]:
        """Return what the report says of the table."""
        return {
            "format": self.format,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "sheet": self.sheet,
            "header_row": self.header_row,
            "rows": len(self.rows),
            "columns": len(self.labels),
        }
