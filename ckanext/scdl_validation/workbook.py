"""Write XLSX row by row. Every cell is text: a SIRET keeps its zeros, and nothing that begins with «=» is a formula."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

# Limits of the format, as spreadsheets apply them.
CELL_CHARACTERS = 32_767
SHEET_ROWS, SHEET_COLUMNS = 1_048_576, 16_384
# In characters of the default font.
NARROW, USUAL, WIDE = 8, 48, 100
TEXT = {"num_format": "@"}
HEAD = {**TEXT, "bold": True, "bg_color": "#E9ECEF", "text_wrap": True, "valign": "top"}

# xlsxwriter has no types: its workbooks, sheets and formats pass through here only.
Book = Any
Sheet = Any
Format = Any


@contextmanager
def writing(out: io.BytesIO) -> Iterator[Book]:
    """Open a workbook whose rows are written in their order and not kept in memory; it is whole when the block ends."""
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_urls": False})
    yield book
    book.close()


def add_sheet(book: Book, title: str, widths: Sequence[int], frozen_rows: int) -> Sheet:
    """Add a sheet whose first rows stay on the screen."""
    sheet = book.add_worksheet(title)
    for index, width in enumerate(widths[:SHEET_COLUMNS]):
        sheet.set_column(index, index, min(max(width, NARROW), WIDE))
    if frozen_rows:
        sheet.freeze_panes(frozen_rows, 0)
    # A SIRET is a text on purpose: no green corner on each.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{SHEET_ROWS}"})
    return sheet


def write(sheet: Sheet, row: int, column: int, text: str, style: Format) -> None:
    """Write a text, whatever it begins with; ``row`` and ``column`` count from 0."""
    sheet.write_string(row, column, text[:CELL_CHARACTERS], style)


def widths(labels: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the widths, in characters, that show the names and the given rows."""
    found = [min(len(label) + 2, USUAL) for label in labels]
    for row in rows:
        for index, text in enumerate(row[: len(found)]):
            found[index] = min(max(found[index], len(text) + 2), USUAL)
    return found


def fits(labels: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a sheet is large enough for a table."""
    return len(rows) < SHEET_ROWS and max([len(labels), *map(len, rows)]) <= SHEET_COLUMNS


def of_table(labels: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> bytes:
    """Return a table that ``fits`` as a workbook of one sheet."""
    out = io.BytesIO()
    with writing(out) as book:
        sheet = add_sheet(book, title, widths(labels, rows[:100]), frozen_rows=1)
        head, plain = book.add_format(HEAD), book.add_format(TEXT)
        for column, label in enumerate(labels):
            write(sheet, 0, column, label, head)
        for number, cells in enumerate(rows, start=1):
            for column, cell in enumerate(cells):
                if cell:
                    write(sheet, number, column, cell, plain)
    return out.getvalue()
