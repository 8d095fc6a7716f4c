"""XLSX workbooks, by openpyxl: formulas by their stored value, native dates."""

from __future__ import annotations

import warnings
from io import BytesIO

import openpyxl  # type: ignore[import-untyped]

from ckanext.scdl.exceptions import UnreadableFile
from ckanext.scdl.reading.sheets import BROKEN, Collector, Sheet


def sheets(data: bytes) -> list[Sheet]:
    """Read every sheet.

    Raises:
        UnreadableFile: the workbook is broken or too large.
    """
    collector = Collector()
    try:
        with warnings.catch_warnings():
            # openpyxl warns of what it leaves out (styles, validation lists): nothing that a table needs.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
            found = []
            for sheet in book.worksheets:
                # The extent that a file states may be wrong, or a trap.
                sheet.reset_dimensions()
                rows = collector.rows(sheet.iter_rows(values_only=True))
                found.append(Sheet(sheet.title, sheet.sheet_state == "visible", rows))
    except BROKEN as err:
        raise UnreadableFile("broken-workbook") from err
    return found
