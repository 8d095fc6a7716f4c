"""What a workbook carries beside its cells: hidden columns, comments, who wrote it.

XLSX: ECMA-376 part 1 (SpreadsheetML, core properties in part 2). ODS: OASIS OpenDocument 1.3 part 3. Parts are read as
streams, within the limits that reading set on the file (``reading.kind`` refuses zip bombs before).
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from typing import IO
from xml.etree.ElementTree import Element, iterparse

from ckanext.scdl.reading.sheets import BROKEN

# More than these say no more: one hidden part is enough to look at the file.
MOST_COMMENTS = 1_000
LAST_COLUMN = 16_384
REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")
AUTHORS = ("creator", "lastModifiedBy", "initial-creator", "printed-by", "Manager")


@dataclass(frozen=True)
class Comment:
    """A note on a cell: numbers from 1."""

    sheet: str
    row: int | None
    column: int | None
    text: str


@dataclass
class Package:
    """What a workbook carries.

    Attributes:
        sheets: how many there are; 0 when it was not read.
        hidden_columns: by sheet, column numbers from 1.
        authors: the property and the name it holds.
    """

    sheets: int = 0
    hidden_columns: dict[str, list[int]] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)
    authors: list[tuple[str, str]] = field(default_factory=list)


def unpack(data: bytes, kind: str) -> Package:
    """Read what a workbook carries; what is broken there was said by reading, and gives nothing here."""
    found = Package()
    if kind == "xls":
        found.authors += _last_user(data)
        return found
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            (_xlsx if kind == "xlsx" else _ods)(archive, found)
    except BROKEN:
        return found
    return found


def _xlsx(archive: zipfile.ZipFile, found: Package) -> None:
    names = set(archive.namelist())
    for part in ("docProps/core.xml", "docProps/app.xml"):
        if part in names:
            found.authors += _authors(archive, part)
    targets = _relations(archive, "xl/workbook.xml")
    for element in _elements(archive, "xl/workbook.xml", "sheet"):
        title = element.get("name", "")
        found.sheets += 1
        part = next(
            (targets[value] for key, value in element.attrib.items() if _local(key) == "id" and value in targets), ""
        )
        if part in names:
            columns = list(_hidden_columns(archive, part))
            if columns:
                found.hidden_columns[title] = columns
            for target in _relations(archive, part).values():
                # Threaded comments have a copy among the plain ones, which older software shows.
                if target in names and re.search(r"/comments?\d*\.xml$|/comments/", target):
                    found.comments += _comments(archive, target, title)


def _last_user(data: bytes) -> list[tuple[str, str]]:
    """An old workbook keeps the name of who saved it last (record WRITEACCESS); xlrd says no more of it."""
    import xlrd  # type: ignore[import-untyped]

    try:
        book = xlrd.open_workbook(file_contents=data, logfile=StringIO(), on_demand=True)
    except (*BROKEN, xlrd.XLRDError, xlrd.compdoc.CompDocError):
        return []
    return [("lastModifiedBy", book.user_name.strip())] if book.user_name.strip() else []


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    folder, name = posixpath.split(part)
    path = f"{folder}/_rels/{name}.rels"
    if path not in archive.namelist():
        return {}
    return {
        each.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
        for each in _elements(archive, path, "Relationship")
    }


def _hidden_columns(archive: zipfile.ZipFile, part: str) -> Iterator[int]:
    with archive.open(part) as content:
        for event, element in _stream(content):
            # The columns are described before the cells, which need not be read again.
            if event == "start" and _local(element.tag) == "sheetData":
                return
            if event == "end" and _local(element.tag) == "col" and element.get("hidden") in {"1", "true"}:
                yield from range(int(element.get("min", "1")), min(int(element.get("max", "1")), LAST_COLUMN) + 1)


def _comments(archive: zipfile.ZipFile, part: str, sheet: str) -> list[Comment]:
    comments = []
    for element in _elements(archive, part, "comment"):
        place = REFERENCE.fullmatch(element.get("ref", ""))
        row, column = (int(place[2]), _column_number(place[1])) if place else (None, None)
        comments.append(Comment(sheet, row, column, "".join(element.itertext()).strip()))
        if len(comments) == MOST_COMMENTS:
            break
    return comments


def _column_number(letters: str) -> int:
    number = 0
    for each in letters:
        number = number * 26 + ord(each) - ord("A") + 1
    return number


def _ods(archive: zipfile.ZipFile, found: Package) -> None:
    if "meta.xml" in archive.namelist():
        found.authors += _authors(archive, "meta.xml")
    sheet, column, row = "", 0, 0
    with archive.open("content.xml") as content:
        for event, element in _stream(content):
            name = _local(element.tag)
            if event == "start" and name == "table":
                sheet, column, row = _get(element, "name"), 0, 0
                found.sheets += 1
            elif event == "end" and name == "table-column":
                times = min(int(_get(element, "number-columns-repeated") or 1), LAST_COLUMN)
                if _get(element, "visibility") in {"collapse", "filter"}:
                    found.hidden_columns.setdefault(sheet, []).extend(range(column + 1, column + times + 1))
                column += times
            elif event == "end" and name == "table-row":
                _note_annotations(element, sheet, row + 1, found)
                row += int(_get(element, "number-rows-repeated") or 1)
                element.clear()


def _note_annotations(row: Element, sheet: str, number: int, found: Package) -> None:
    column = 0
    for cell in row:
        for child in cell:
            if _local(child.tag) == "annotation" and len(found.comments) < MOST_COMMENTS:
                paragraphs = [each for each in child if _local(each.tag) == "p"]
                text = "\n".join("".join(each.itertext()) for each in paragraphs)
                found.comments.append(Comment(sheet, number, column + 1, text.strip()))
        column += int(_get(cell, "number-columns-repeated") or 1)


def _authors(archive: zipfile.ZipFile, part: str) -> list[tuple[str, str]]:
    with archive.open(part) as content:
        return [
            (_local(element.tag), element.text.strip())
            for event, element in _stream(content)
            if event == "end" and _local(element.tag) in AUTHORS and element.text and element.text.strip()
        ]


def _elements(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[Element]:
    with archive.open(part) as content:
        for event, element in _stream(content):
            if event == "end" and _local(element.tag) == name:
                yield element
                element.clear()


def _stream(content: IO[bytes]) -> Iterator[tuple[str, Element]]:
    # The standard library's parser refuses entity bombs (expat 2.4.1 and later).
    yield from iterparse(content, events=("start", "end"))  # noqa: S314


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _get(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if _local(key) == name), "")
