"""A piece of CSV to a table of texts.

Sound pieces are read by polars at once; others line by line, so that a malformed line is found and costs only itself.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from polars.exceptions import PolarsError

REPLACED = "\ufffd"  # what stands for bytes that are no text
SAMPLES = 5


@dataclass
class Parsed:
    """What was read of a piece.

    Attributes:
        frame: the sound records, all columns as texts.
        malformed: lines that are no record: too many or too few cells, quotation marks astray.
        damaged: records kept although some bytes of them are no text in the encoding of the table.
        samples: beginnings of the first malformed lines.
    """

    frame: pl.DataFrame
    malformed: int = 0
    damaged: int = 0
    samples: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Dialect:
    """How the records are written."""

    separator: str
    quoted: bool


def header(line: bytes, dialect: Dialect) -> list[str]:
    """Read the first record of a file; spaces around the names do not count."""
    text = line.decode("utf-8", "replace").lstrip("\ufeff")
    return [name.strip() for name in next(_reader([text], dialect), [])]


def parse(data: bytes, names: Sequence[str], dialect: Dialect) -> Parsed:
    """Read whole records.

    Args:
        data: in UTF-8.
        names: of the columns, at least two.
        dialect: of the file.
    """
    frame = _at_once(data, names, dialect)
    return Parsed(frame) if frame is not None else _one_by_one(data, names, dialect)


def _at_once(data: bytes, names: Sequence[str], dialect: Dialect) -> pl.DataFrame | None:
    """Read everything, None if something is not as it should be.

    polars refuses too many cells and fills up too few; the separators, counted, tell those.
    """
    try:
        frame = pl.read_csv(
            data,
            has_header=False,
            separator=dialect.separator,
            quote_char='"' if dialect.quoted else None,
            schema=dict.fromkeys(names, pl.String),
            empty_string_is_null=False,
        )
    except PolarsError:
        return None
    separators = data.count(dialect.separator.encode())
    if dialect.quoted and b'"' in data:
        inside = frame.select(pl.sum_horizontal(pl.all().str.count_matches(dialect.separator, literal=True).sum()))
        separators -= int(inside.item())
    return frame if separators == frame.height * (len(names) - 1) else None


def _one_by_one(data: bytes, names: Sequence[str], dialect: Dialect) -> Parsed:
    rows: list[list[str]] = []
    lines = [line + "\n" for line in data.decode("utf-8", "replace").split("\n")]
    result = Parsed(pl.DataFrame())
    for place, row in _records(lines, dialect):
        if row is not None and len(row) == len(names):
            rows.append(row)
        elif row is None or row:
            result.malformed += 1
            result.samples += [lines[place].strip()[:100]] if len(result.samples) < SAMPLES else []
    result.damaged = sum(any(REPLACED in cell for cell in row) for row in rows)
    result.frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return result


def _records(lines: list[str], dialect: Dialect) -> Iterator[tuple[int, list[str] | None]]:
    """Yield where a record begins, and its cells: none for a blank line, None for a line that begins no record."""
    place = 0
    while place < len(lines):
        reader = _reader((lines[number] for number in range(place, len(lines))), dialect)
        first = place
        try:
            for row in reader:
                yield place, row
                place = first + reader.line_num
            return
        except csv.Error:
            yield place, None
            place += 1


def _reader(lines: Iterable[str], dialect: Dialect) -> Any:  # noqa: ANN401
    if dialect.quoted:
        return csv.reader(lines, delimiter=dialect.separator, strict=True)
    return csv.reader(lines, delimiter=dialect.separator, quoting=csv.QUOTE_NONE, quotechar=None, strict=True)
