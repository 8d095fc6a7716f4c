"""Dates of a publication: the period that a table covers, and when the next one is due."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ckanext.scdl.schema import Schema

FREQUENCIES = "http://publications.europa.eu/resource/authority/frequency/"

# EU vocabulary «frequency», in days or months. Codes without a rhythm (AS_NEEDED, NEVER…) have no next date.
_DAYS = {"DAILY": 1, "WEEKLY": 7}
_MONTHS = {"MONTHLY": 1, "BIMONTHLY": 2, "QUARTERLY": 3, "ANNUAL_2": 6, "ANNUAL": 12}


@dataclass(frozen=True)
class Coverage:
    """First and last day that a table speaks of."""

    start: date
    end: date

    @classmethod
    def from_iso(cls, start: str, end: str) -> Coverage:
        """Read a period from two ISO dates."""
        return cls(date.fromisoformat(start), date.fromisoformat(end))


def next_due(published: date, frequency: str) -> date | None:
    """Return the day when the next version is due.

    Args:
        published: day of this version.
        frequency: code or address of the EU vocabulary «frequency».
    """
    code = frequency.removeprefix(FREQUENCIES)
    if code in _DAYS:
        return published + timedelta(days=_DAYS[code])
    return add_months(published, _MONTHS[code]) if code in _MONTHS else None


def coverage(schema: Schema, labels: Sequence[str], rows: Iterable[Sequence[str]]) -> Coverage | None:
    """Return the period of a table: least and greatest value of its first date or year column.

    Cells that are no date are left out. None when the schema has no such column, or the table nothing in it.
    """
    column = next((field for field in schema.fields if field.type in {"date", "year"} and field.name in labels), None)
    if column is None:
        return None
    index = labels.index(column.name)
    cells = {row[index].strip() for row in rows if len(row) > index}
    if column.type == "year":
        years = [int(cell) for cell in cells if cell.isascii() and cell.isdigit() and len(cell) == 4 and int(cell) > 0]
        return Coverage(date(min(years), 1, 1), date(max(years), 12, 31)) if years else None
    days = [day for cell in cells if (day := _day(cell))]
    return Coverage(min(days), max(days)) if days else None


def _day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, the last of its month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
