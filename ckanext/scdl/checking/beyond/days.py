"""Days that cannot be: in the future for what has happened, a spreadsheet's zero, long before or after any sense.

A blank or a small number shown as a day is one of 1899 to 1905 (days are counted from 30 December 1899, or from 1904 in
workbooks made on a Mac).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import ClassVar

from ckanext.scdl.checking.beyond.base import DAYS, View
from ckanext.scdl.report import Finding

ZERO = range(1899, 1906)
FIRST, LAST = 1800, 30  # a year; years from now
DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ].*)?")
YEAR = re.compile(r"\d{4}")


class Days:
    """Looks at every column of days; what has happened and since when it makes sense are the schema's senses."""

    codes: ClassVar[tuple[str, ...]] = ("date-zero", "date-too-early", "date-too-late", "date-in-future")

    def find(self, view: View) -> Iterator[Finding]:
        """See the protocol."""
        for name, kind in view.typed.items():
            if kind in DAYS:
                found = {cell: self._judged(view, name, cell, kind) for cell in view.distinct(name)}
                yield from view.each(name, {cell: each for cell, each in found.items() if each})

    def _judged(self, view: View, name: str, cell: str, kind: str) -> Finding | None:
        day = read(cell.strip(), kind)
        if day is None:
            return None
        today, first = view.context.day, view.senses.earliest.get(name, FIRST)
        if day.year in ZERO and kind != "year" and first > ZERO.start - 1:
            return Finding("date-zero")
        if day.year < first:
            return Finding("date-too-early", params={"first": first})
        ahead = view.senses.past.get(name)
        if ahead is not None and day > today + datetime.timedelta(days=ahead):
            return Finding("date-in-future", params={"today": today.isoformat()})
        if ahead is None and day.year > today.year + LAST:
            return Finding("date-too-late")
        return None


def read(cell: str, kind: str) -> datetime.date | None:
    """Return the day that a cell of a type tells, the first of a year for a year; None when it tells none."""
    if kind == "year":
        return datetime.date(int(cell), 1, 1) if YEAR.fullmatch(cell) and int(cell) else None
    found = DAY.fullmatch(cell)
    try:
        return datetime.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
