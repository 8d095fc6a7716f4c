"""What the schema lets pass and a person would not: warnings on rows, by their text alone.

Validata says nothing of these (see ``differences.py``); they never make a file invalid.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ckanext.scdl.checking.header import Header
from ckanext.scdl.folding import fold
from ckanext.scdl.reading import Table
from ckanext.scdl.report import Finding
from ckanext.scdl.schema import Field

# What people and software write to say that they have nothing to write.
EMPTY_WORDS = frozenset(
    {"", "null", "none", "nan", "n/a", "na", "#n/a", "-", "--", "?", "neant", "vide", "inconnu", "xxx"}
)
NOT_NUMBERS = frozenset({"nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"})
LATITUDE = re.compile(r"(^|_)lat(itude)?([_\d]|$)", re.IGNORECASE)
LONGITUDE = re.compile(r"(^|_)lon(g|gitude)?([_\d]|$)", re.IGNORECASE)
# Metropolitan France, Corsica included, in degrees: there the two can be told apart, overseas they cannot.
LATITUDES = (41.0, 51.5)
LONGITUDES = (-5.5, 10.0)

Doubt = Callable[[Sequence[str], int], Iterator[Finding]]


def find(table: Table, header: Header, rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Finding]:
    """Yield the doubts on some rows of a table, given with their indexes, in order."""
    doubts = kinds(header)
    for index, cells in rows:
        if any(cells):
            for doubt in doubts:
                yield from doubt(cells, table.row_number(index))


def kinds(header: Header) -> list[Doubt]:
    """Return the doubts that the columns of a file allow."""
    columns = [(index, field) for index, field in enumerate(header.fields) if field]
    return [
        Duplicates(),
        EmptyWords(tuple(each for each in columns if each[1].required and each[1].type == "string")),
        NotNumbers(tuple(each for each in columns if each[1].type in {"number", "integer"})),
        *_coordinates(columns),
    ]


class Duplicates:
    """A row that repeats an earlier one, cell for cell."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}

    def __call__(self, cells: Sequence[str], row: int) -> Iterator[Finding]:
        """See the module: the row's number is the spreadsheet's."""
        first = self._seen.setdefault(hash(tuple(cells)), row)
        if first != row:
            yield Finding("duplicate-row", row=row, params={"first_row": first})


@dataclass(frozen=True)
class EmptyWords:
    """A required text that is only spaces, or a word for nothing."""

    columns: tuple[tuple[int, Field], ...]

    def __call__(self, cells: Sequence[str], row: int) -> Iterator[Finding]:
        """See the module."""
        for index, field in self.columns:
            if index < len(cells) and cells[index] and fold(cells[index]) in EMPTY_WORDS:
                yield _cell("empty-word", cells, row, index, field)


@dataclass(frozen=True)
class NotNumbers:
    """«NaN» and «Infinity», which Table Schema takes for numbers."""

    columns: tuple[tuple[int, Field], ...]

    def __call__(self, cells: Sequence[str], row: int) -> Iterator[Finding]:
        """See the module."""
        for index, field in self.columns:
            if index < len(cells) and cells[index].strip().lower() in NOT_NUMBERS:
                yield _cell("not-a-number", cells, row, index, field)


@dataclass(frozen=True)
class SwappedPair:
    """A latitude and a longitude that would be in France the other way round."""

    latitude: tuple[int, Field]
    longitude: int

    def __call__(self, cells: Sequence[str], row: int) -> Iterator[Finding]:
        """See the module."""
        index, field = self.latitude
        if max(index, self.longitude) < len(cells) and _swapped(cells[index], cells[self.longitude]):
            yield _cell("swapped-coordinates", cells, row, index, field)


@dataclass(frozen=True)
class SwappedPoint:
    """A point, longitude first, that would be in France latitude first."""

    column: tuple[int, Field]

    def __call__(self, cells: Sequence[str], row: int) -> Iterator[Finding]:
        """See the module."""
        index, field = self.column
        parts = cells[index].strip(" []").split(",") if index < len(cells) else ()
        if len(parts) == 2 and _swapped(parts[1], parts[0]):
            yield _cell("swapped-coordinates", cells, row, index, field)


def _coordinates(columns: Sequence[tuple[int, Field]]) -> Iterator[Doubt]:
    numbers = [each for each in columns if each[1].type == "number"]
    latitudes = [each for each in numbers if LATITUDE.search(each[1].name)]
    longitudes = [index for index, field in numbers if LONGITUDE.search(field.name)]
    for latitude, longitude in zip(latitudes, longitudes, strict=False):
        yield SwappedPair(latitude, longitude)
    for each in columns:
        if each[1].type == "geopoint":
            yield SwappedPoint(each)


def _swapped(latitude: str, longitude: str) -> bool:
    try:
        north, east = float(latitude), float(longitude)
    except ValueError:
        return False
    return LONGITUDES[0] <= north <= LONGITUDES[1] and LATITUDES[0] <= east <= LATITUDES[1]


def _cell(code: str, cells: Sequence[str], row: int, index: int, field: Field) -> Finding:
    return Finding(code, row=row, column=index + 1, field=field.name, value=cells[index])
