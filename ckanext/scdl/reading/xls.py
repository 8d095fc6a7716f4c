"""XLS workbooks (Excel 97 to 2003), by xlrd."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from typing import Any

import xlrd  # type: ignore[import-untyped]

from ckanext.scdl.exceptions import UnreadableFile
from ckanext.scdl.reading.sheets import BROKEN, Collector, Sheet


def sheets(data: bytes) -> list[Sheet]:
    """Read every sheet.

    Raises:
        UnreadableFile: the workbook is broken, encrypted or too large.
    """
    collector = Collector()
    try:
        # xlrd prints what it thinks of a file: nobody reads it here. Ragged, a false last row costs nothing.
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), ragged_rows=True)
        return [
            Sheet(each.name, not each.visibility, collector.rows(_rows(each, book.datemode))) for each in book.sheets()
        ]
    except xlrd.XLRDError as err:
        raise UnreadableFile("encrypted-file" if "encrypted" in str(err) else "broken-workbook") from err
    except (*BROKEN, xlrd.compdoc.CompDocError) as err:
        raise UnreadableFile("broken-workbook") from err


def _rows(sheet: Any, datemode: int) -> Iterator[list[Any]]:  # noqa: ANN401
    for index in range(sheet.nrows):
        yield [_native(cell, datemode) for cell in sheet.row(index)]


def _native(cell: Any, datemode: int) -> Any:  # noqa: ANN401
    if cell.ctype == xlrd.XL_CELL_DATE:
        moment: datetime.datetime = xlrd.xldate_as_datetime(cell.value, datemode)
        # A time alone is a moment of day zero, 1899-12-31 or 1904-01-01 by the workbook's calendar.
        return moment.time() if 0 <= cell.value < 1 else moment
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#N/A")
    return cell.value
