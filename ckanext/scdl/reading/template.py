"""The workbook to fill that this project writes (``scdl.filling``), told among others when it comes back."""

from __future__ import annotations

from dataclasses import replace

from ckanext.scdl.reading.table import Table

# Name of the sheet to fill, and row of the column names, from 1: the count of what is wrong stands above.
SHEET, HEADER_ROW = "À remplir", 5
_EXPECTED = frozenset({"chosen-sheet", "skipped-rows"})


def is_template(table: Table) -> bool:
    """Whether a table was read from such a workbook: its other sheets and rows are none of its data."""
    return table.sheet == SHEET and table.header_row == HEADER_ROW


def plain(table: Table) -> Table:
    """Return the table without the doubts on sheets and rows that are where they should be."""
    if not is_template(table):
        return table
    return replace(table, notes=tuple(note for note in table.notes if note.code not in _EXPECTED))
