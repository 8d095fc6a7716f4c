"""Sheets of an XLSX workbook as rows of text."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

from ckanext.scdl.exceptions import UnreadableFile
from ckanext.scdl.reading import limits

Native = str | int | float | bool | datetime.datetime | datetime.date | datetime.time | datetime.timedelta | None


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, whether it is shown, and its rows."""

    name: str
    visible: bool
    rows: list[list[str]]


def sheets(data: bytes) -> list[Sheet]:
    """Read every sheet of an XLSX workbook, formulas by their stored value.

    Raises:
        UnreadableFile: the workbook is broken or too large.
    """
    # openpyxl takes half the time of a small check: only a workbook pays for it.
    import openpyxl  # type: ignore[import-untyped]
    from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        found = []
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            found.append(
                Sheet(sheet.title, sheet.sheet_state == "visible", list(_rows(sheet.iter_rows(values_only=True))))
            )
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        ParseError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        EOFError,
    ) as err:
        raise UnreadableFile("broken-workbook") from err
    return found


def _rows(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[str]]:
    for number, cells in enumerate(rows):
        if len(cells) > limits.COLUMNS and any(cell is not None for cell in cells[limits.COLUMNS :]):
            raise UnreadableFile("too-many-columns", limit=limits.COLUMNS)
        if number >= limits.ROWS:
            raise UnreadableFile("too-many-rows", limit=limits.ROWS)
        yield [as_text(cell) for cell in cells[: limits.COLUMNS]]


def as_text(cell: Native) -> str:
    """Write a native value as a Table Schema reads it: ISO dates, decimal point, no exponent, no «.0»."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (int, float)):
        return _number(cell)
    return _moment(cell)


def _number(value: float) -> str:
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    # «0.1» and not «0.1000000000000000055»: repr is the shortest text that gives the same number back.
    return f"{Decimal(repr(value)):f}"


def _moment(value: datetime.datetime | datetime.date | datetime.time | datetime.timedelta) -> str:
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(timespec="seconds")
    if isinstance(value, datetime.timedelta):
        return str(value)
    return value.isoformat()
