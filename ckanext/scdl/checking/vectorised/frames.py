"""A table's rows as polars frames of text, some tens of thousands of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from ckanext.scdl.reading import Table
from ckanext.scdl.reading.rapid import TextRows

ROWS = 65_536


@dataclass(frozen=True)
class Frame:
    """A run of rows.

    Attributes:
        first: the index of its first row.
        cells: one column for each column of the file, named by its index; no null.
        uneven: for each row, whether it is shorter or longer than the header; None when none is.
        repeated: the distinct values of the columns of which they are known.
    """

    first: int
    cells: pl.DataFrame
    uneven: pl.Series | None
    repeated: Mapping[int, pl.Series] = field(default_factory=dict)

    def values(self, index: int) -> pl.Series:
        """Return a column's values, each once."""
        return self.repeated[index] if index in self.repeated else self.cells[str(index)].unique()


def frames_of(table: Table, width: int) -> Iterator[Frame]:
    """Yield the rows of a table, cut or padded to ``width`` cells."""
    names = [str(index) for index in range(width)]
    if isinstance(table.rows, TextRows):
        for piece in table.rows.pieces():
            cells = piece.frame.rename(dict(zip(piece.frame.columns, names, strict=True)))
            yield Frame(piece.first, cells, None, piece.repeated)
        return
    for first in range(0, len(table.rows), ROWS):
        rows = table.rows[first : first + ROWS]
        uneven = [len(row) != width for row in rows]
        if any(uneven):
            rows = [[*row, *[""] * width][:width] if odd else row for row, odd in zip(rows, uneven, strict=True)]
        columns = [pl.Series(*each, dtype=pl.String) for each in zip(names, zip(*rows, strict=True), strict=True)]
        yield Frame(first, pl.DataFrame(columns), pl.Series(uneven) if any(uneven) else None)
