"""Read a file into a ``Table``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ckanext.scdl.exceptions import UnreadableFile
from ckanext.scdl.reading import kind, limits, text
from ckanext.scdl.reading.table import Note, Table


def read(
    source: Path | bytes, *, encoding: str | None = None, delimiter: str | None = None, sheet: str | None = None
) -> Table:
    """Read a table from a file's bytes or path; what is not given is guessed and said in the table.

    Args:
        source: the file, or its content.
        encoding: for a CSV, a Python codec name.
        delimiter: for a CSV, one character.
        sheet: for a workbook, the sheet's name.

    Raises:
        UnreadableFile: no table can be read; the error's sentence says why.
    """
    data = source if isinstance(source, bytes) else _content(source)
    if len(data) > limits.FILE_BYTES:
        raise UnreadableFile("file-too-large", limit=limits.FILE_BYTES // 1024**2)
    found = kind.kind_of(data)
    if found == "csv":
        return _from_text(data, encoding, delimiter)
    if found == "xlsx":
        return _from_workbook(data, sheet)
    raise UnreadableFile("unsupported-format", format=found)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > limits.FILE_BYTES:
            raise UnreadableFile("file-too-large", limit=limits.FILE_BYTES // 1024**2)
        return path.read_bytes()
    except (OSError, ValueError) as err:
        raise UnreadableFile("file-not-found", path=str(path)) from err


def _from_text(data: bytes, encoding: str | None, delimiter: str | None) -> Table:
    content, name = text.decode(data, encoding)
    mark = delimiter or text.guess_delimiter(content)
    table = _table(list(text.records(content, mark)), "csv")
    return replace(table, encoding=name, delimiter=mark)


def _from_workbook(data: bytes, wanted: str | None) -> Table:
    from ckanext.scdl.reading import workbook

    found = [sheet for sheet in workbook.sheets(data) if any(map(any, sheet.rows))]
    named = [sheet for sheet in found if sheet.name == wanted]
    if not (named or found):
        raise UnreadableFile("no-table")
    chosen = (named or found)[0]
    return replace(_table(_squared(chosen.rows), "xlsx"), sheet=chosen.name)


def _squared(rows: Sequence[list[str]]) -> list[list[str]]:
    """Give every row of a sheet the same width: a workbook has no short rows, only cells that were never filled."""
    width = max((index for row in rows for index, cell in enumerate(row, start=1) if cell), default=0)
    return [row[:width] + [""] * (width - len(row)) for row in rows]


def _table(rows: Sequence[list[str]], name: str) -> Table:
    """Take the first filled row as the header, and leave blank rows at the end out."""
    header = next((index for index, row in enumerate(rows) if _filled(row)), None)
    if header is None:
        raise UnreadableFile("no-table")
    end = len(rows)
    while not _filled(rows[end - 1]):
        end -= 1
    labels = tuple(rows[header])
    if len(labels) > limits.COLUMNS:
        raise UnreadableFile("too-many-columns", limit=limits.COLUMNS)
    notes = (Note("blank-tail", {"count": len(rows) - end}, row=end + 1),) if end < len(rows) else ()
    return Table(labels=labels, rows=rows[header + 1 : end], format=name, header_row=header + 1, notes=notes)


def _filled(row: Sequence[str]) -> bool:
    return any(cell.strip() for cell in row)
