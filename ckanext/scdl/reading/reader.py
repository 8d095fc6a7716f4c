"""Read a file into a ``Table``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from ckanext.scdl.exceptions import UnreadableFile
from ckanext.scdl.folding import fold
from ckanext.scdl.reading import kind, layout, limits, rapid, sheets, template, text
from ckanext.scdl.reading.sheets import Sheet
from ckanext.scdl.reading.table import Note, Table

FIRST_ROWS = 50


@dataclass(frozen=True)
class Guesses:
    """What the person who gives the file knows of it; what is None is guessed.

    Attributes:
        encoding: for a CSV, a Python codec name.
        delimiter: for a CSV, one character.
        sheet: for a workbook, the sheet's name.
        header_row: the row of the column names, from 1.
    """

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None


def read(source: Path | bytes, guesses: Guesses = Guesses(), known: Collection[str] = ()) -> Table:
    """Read a table from a file's path or content.

    Args:
        source: the file, or its content.
        guesses: what is known of the file.
        known: names of the columns that are looked for: they tell the header's row and the right sheet.

    Raises:
        UnreadableFile: no table can be read; the error's sentence says why.
    """
    data = source if isinstance(source, bytes) else _content(source)
    if len(data) > limits.FILE_BYTES:
        raise UnreadableFile("file-too-large", limit=limits.FILE_BYTES // 1024**2)
    found = kind.kind_of(data)
    names = frozenset(map(fold, known))
    if found == "csv":
        return _from_text(data, guesses, names)
    return _from_workbook(sheets.reader(found)(data), found, guesses, names)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > limits.FILE_BYTES:
            raise UnreadableFile("file-too-large", limit=limits.FILE_BYTES // 1024**2)
        return path.read_bytes()
    except (OSError, ValueError) as err:
        raise UnreadableFile("file-not-found", path=str(path)) from err


def _from_text(data: bytes, guesses: Guesses, known: AbstractSet[str]) -> Table:
    rows, encoding, delimiter = _records(data, guesses)
    # Told before the header is looked for, which takes long in a million columns.
    if any(_too_wide(row) for row in rows[:FIRST_ROWS]):
        raise UnreadableFile("too-many-columns", limit=limits.COLUMNS)
    place = layout.locate(rows, known, guesses.header_row)
    if len(place.labels) > limits.COLUMNS:
        raise UnreadableFile("too-many-columns", limit=limits.COLUMNS)
    return Table(
        labels=place.labels,
        rows=rows[place.header + 1 : place.end],
        format="csv",
        encoding=encoding,
        delimiter=delimiter,
        header_row=place.header + 1,
        notes=place.notes,
    )


def _too_wide(row: Sequence[str]) -> bool:
    return len(row) > limits.COLUMNS and sum(map(bool, row)) > limits.COLUMNS


def _records(data: bytes, guesses: Guesses) -> tuple[Sequence[Sequence[str]], str, str]:
    """A CSV's records, encoding and delimiter; a large regular file is read by polars."""
    text.refuse_long_lines(data)
    if len(data) >= rapid.ENOUGH_BYTES:
        encoding = guesses.encoding or text.guess_encoding(data)
        sample = text.sample(data, encoding) if encoding in rapid.ENCODINGS else None
        delimiter = guesses.delimiter or (text.guess_delimiter(sample) if sample else "")
        plain = sample is not None and text.guess_quote(sample, delimiter) == '"'
        found = rapid.read(data, encoding, delimiter) if plain else None
        if found is not None:
            return found, encoding, delimiter
    content, encoding = text.decode(data, guesses.encoding)
    delimiter = guesses.delimiter or text.guess_delimiter(content)
    quote = text.guess_quote(content, delimiter)
    return list(text.records(content, delimiter, quote)), encoding, delimiter


def _from_workbook(found: list[Sheet], name: str, guesses: Guesses, known: AbstractSet[str]) -> Table:
    chosen, notes = _choose(found, guesses.sheet, known)
    rows = _squared(chosen.rows)
    place = layout.locate(rows, known, guesses.header_row)
    table = Table(
        labels=place.labels,
        rows=rows[place.header + 1 : place.end],
        format=name,
        sheet=chosen.name,
        header_row=place.header + 1,
        notes=(*notes, *place.notes),
    )
    return template.plain(table)


def _choose(found: list[Sheet], wanted: str | None, known: AbstractSet[str]) -> tuple[Sheet, tuple[Note, ...]]:
    """The sheet asked for, or the one whose header holds the most known names; visible first, then in their order."""
    if wanted is not None:
        named = [sheet for sheet in found if sheet.name == wanted]
        if not named:
            raise UnreadableFile("unknown-sheet", sheet=wanted, sheets=tuple(sheet.name for sheet in found))
        return named[0], ()
    filled = [sheet for sheet in found if sheet.rows]
    if not filled:
        raise UnreadableFile("no-table")
    best = max(filled, key=lambda sheet: (layout.likeness(sheet.rows, known), sheet.visible))
    notes = (Note("chosen-sheet", {"sheet": best.name}),) if len(filled) > 1 else ()
    return best, notes


def _squared(rows: Sequence[list[str]]) -> list[list[str]]:
    """Give every filled row of a sheet the same width: a workbook has no short rows, only cells never filled."""
    width = max(map(len, rows), default=0)
    if width * sum(map(bool, rows)) > limits.CELLS:
        raise UnreadableFile("too-many-rows", limit=limits.ROWS)
    return [row + [""] * (width - len(row)) if row else row for row in rows]
