"""A workbook's sheets as rows of text, whatever the workbook's format."""

from __future__ import annotations

import datetime
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ckanext.scdl import progress
from ckanext.scdl.exceptions import UnreadableFile
from ckanext.scdl.reading import limits

# What the workbook libraries are seen to raise on truncated and on hostile bytes (xml's ParseError is a SyntaxError).
BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, whether it is shown, and its rows, each without the blank cells at its end."""

    name: str
    visible: bool
    rows: list[list[str]]


class Collector:
    """Turns the rows of a workbook into text, within the limits over all its sheets."""

    def __init__(self) -> None:
        self._cells = 0

    def rows(self, rows: Iterable[Iterable[Any]]) -> list[list[str]]:
        """Return a sheet's rows as text, without the blank ones at its end.

        Raises:
            UnreadableFile: the sheet goes over a limit.
        """
        kept: list[list[str]] = []
        for cells in progress.each(rows, progress.READING):
            kept.append(self._row(cells))
            if len(kept) > limits.ROWS or self._cells > limits.CELLS:
                raise UnreadableFile("too-many-rows", limit=limits.ROWS)
        while kept and not kept[-1]:
            kept.pop()
        return kept

    def _row(self, cells: Iterable[Any]) -> list[str]:
        row = [as_text(cell) for cell in cells]
        while row and not row[-1]:
            row.pop()
        if len(row) > limits.COLUMNS:
            raise UnreadableFile("too-many-columns", limit=limits.COLUMNS)
        self._cells += len(row)
        return row


def reader(kind: str) -> Callable[[bytes], list[Sheet]]:
    """Return the function that reads a kind of workbook; its library is only imported now."""
    if kind == "xlsx":
        from ckanext.scdl.reading import xlsx

        return xlsx.sheets
    if kind == "xls":
        from ckanext.scdl.reading import xls

        return xls.sheets
    from ckanext.scdl.reading import ods

    return ods.sheets


def as_text(cell: Any) -> str:  # noqa: ANN401
    """Write a native value as a Table Schema reads it: ISO dates, decimal point, no exponent, no «.0»."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (int, float)):
        return number(cell)
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, (datetime.date, datetime.time)) else str(cell)


def number(value: float) -> str:
    """Write a number: a SIRET kept as a number has its digits again."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    # «0.1» and not «0.1000000000000000055»: repr is the shortest text that gives the same number back.
    return f"{Decimal(repr(value)):f}"
