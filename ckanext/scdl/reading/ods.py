"""ODS workbooks: OpenDocument spreadsheets, read from their ``content.xml`` as a stream.

Format: OASIS OpenDocument 1.3, part 3, chapter 9. Cells and rows may be repeated by a count, which a blank sheet's end
uses for millions: a count is believed only when the cell or the row holds something.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any
from xml.etree.ElementTree import Element, iterparse

from ckanext.scdl.exceptions import UnreadableFile
from ckanext.scdl.reading import limits
from ckanext.scdl.reading.sheets import BROKEN, Collector, Sheet, number

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
NUMERIC = frozenset({"float", "currency", "percentage"})
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")


def sheets(data: bytes) -> list[Sheet]:
    """Read every sheet.

    Raises:
        UnreadableFile: the workbook is broken, encrypted or too large.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if b"encryption-data" in _manifest(archive):
                raise UnreadableFile("encrypted-file")
            with archive.open("content.xml") as content:
                return list(_sheets(content))
    except BROKEN as err:
        raise UnreadableFile("broken-workbook") from err


def _manifest(archive: zipfile.ZipFile) -> bytes:
    name = "META-INF/manifest.xml"
    return archive.read(name) if name in archive.namelist() else b""


def _sheets(content: IO[bytes]) -> Iterator[Sheet]:
    collector = Collector()
    hidden_styles: set[str] = set()
    # The standard library's parser refuses entity bombs (expat 2.4.1 and later).
    events = iterparse(content, events=("start", "end"))  # noqa: S314
    for event, element in events:
        if event == "end" and element.tag == f"{STYLE}style":
            _note_hidden(element, hidden_styles)
        elif event == "start" and element.tag == f"{TABLE}table":
            visible = element.get(f"{TABLE}style-name") not in hidden_styles
            yield Sheet(element.get(f"{TABLE}name", ""), visible, collector.rows(_rows(events)))


def _rows(events: Iterator[tuple[str, Any]]) -> Iterator[list[str]]:
    """Yield the rows up to the end of the table whose start was just read."""
    for event, element in events:
        if event == "end" and element.tag == f"{TABLE}table":
            return
        if event == "end" and element.tag == f"{TABLE}table-row":
            yield from _repeated(element)
            element.clear()


def _note_hidden(style: Element, hidden: set[str]) -> None:
    properties = style.find(f"{STYLE}table-properties")
    if properties is not None and properties.get(f"{TABLE}display") == "false":
        hidden.add(style.get(f"{STYLE}name", ""))


def _repeated(row: Element) -> Iterator[list[str]]:
    """Yield a row as many times as it is repeated; a blank row at the end of a sheet once, as it will be left out."""
    cells = list(_cells(row))
    times = _count(row, "number-rows-repeated")
    yield from [cells] * min(times, limits.ROWS + 1 if any(cells) else limits.BLANK_ROWS)


def _cells(row: Element) -> Iterator[str]:
    blanks = 0
    for cell in row:
        if cell.tag not in CELLS:
            continue
        times = _count(cell, "number-columns-repeated")
        value = _value(cell)
        if not value:
            blanks += times
            continue
        if blanks + times > limits.COLUMNS:
            raise UnreadableFile("too-many-columns", limit=limits.COLUMNS)
        yield from [""] * blanks
        yield from [value] * times
        blanks = 0


def _count(element: Element, name: str) -> int:
    return max(int(element.get(f"{TABLE}{name}", "1")), 1)


def _value(cell: Element) -> str:
    kind = cell.get(f"{OFFICE}value-type")
    if kind in NUMERIC:
        return number(float(cell.get(f"{OFFICE}value", "")))
    if kind == "date":
        return cell.get(f"{OFFICE}date-value", "").removesuffix("T00:00:00")
    if kind == "boolean":
        return cell.get(f"{OFFICE}boolean-value", "")
    return "\n".join("".join(_words(paragraph)) for paragraph in cell.iterfind(f"{TEXT}p"))


def _words(paragraph: Element) -> Iterator[str]:
    """Read a paragraph's text; runs of spaces and tabs are elements, and comments are not the cell's text."""
    yield paragraph.text or ""
    for child in paragraph:
        if child.tag == f"{TEXT}s":
            yield " " * min(int(child.get(f"{TEXT}c", "1")), limits.CELL_CHARACTERS)
        elif child.tag == f"{TEXT}tab":
            yield "\t"
        elif child.tag == f"{TEXT}line-break":
            yield "\n"
        elif child.tag.startswith(TEXT):
            yield from _words(child)
        yield child.tail or ""
