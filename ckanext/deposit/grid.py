"""An online table as values: what was typed, which of its rows say something, and the file that they make."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

ROWS, COLUMNS, CELL_LENGTH = 5_000, 300, 32_767
# Of the cells together, in characters: what a browser can still send every few seconds.
SIZE = 4_000_000


class GridError(ValueError):
    """This is no table, or not one that is kept: ``reason`` is ``shape``, ``rows``, ``cell`` or ``size``."""

    def __init__(self, reason: str, row: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.row = row


@dataclass(frozen=True)
class Grid:
    """A table that is being typed: names of columns, and rows of as many cells."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def filled(self, own: Mapping[str, str]) -> tuple[int, ...]:
        """Return the indexes of the rows in which something is written.

        Args:
            own: what the portal writes by itself, by column (``scdl.filling.own_values``): it alone makes no row.
        """
        alone = [{"", own.get(name, "").strip()} for name in self.columns]
        return tuple(
            index
            for index, row in enumerate(self.rows)
            if any(cell.strip() not in known for cell, known in zip(row, alone, strict=True))
        )

    def only(self, indexes: Sequence[int]) -> Grid:
        """Return the table with these rows only."""
        return replace(self, rows=tuple(self.rows[index] for index in indexes))

    def as_csv(self) -> bytes:
        """Write the table as UTF-8 CSV: comma, quotes where needed (RFC 4180), line feeds."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return out.getvalue().encode("utf-8")


def parse(columns: object, rows: object) -> Grid:
    """Return a table from what a program or a browser sent; short rows are filled up.

    Raises:
        GridError: it is something else, or too much of it.
    """
    names = _texts(columns)
    if not names or len(names) > COLUMNS or len(set(names)) < len(names) or not all(each.strip() for each in names):
        raise GridError("shape")
    if not isinstance(rows, list):
        raise GridError("shape")
    if len(rows) > ROWS:
        raise GridError("rows")
    cells = tuple(_row(row, index, len(names)) for index, row in enumerate(rows, start=1))
    if sum(len(cell) for row in cells for cell in row) > SIZE:
        raise GridError("size")
    return Grid(names, cells)


def _row(value: object, number: int, width: int) -> tuple[str, ...]:
    cells = _texts(value)
    if len(cells) > width:
        raise GridError("shape")
    if any(len(cell) > CELL_LENGTH for cell in cells):
        raise GridError("cell", number)
    return (*cells, *[""] * (width - len(cells)))


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise GridError("shape")
    return tuple(_storable(each) for each in value)


def _storable(text: str) -> str:
    """What a database keeps of a text: neither NUL nor half a character (PostgreSQL, 8.14)."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
