"""Periods of an obligation: which one is asked for on a day, from when, until when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from ckanext.observatory.rules import Rhythm, Rule

_MONTHS = {Rhythm.YEAR: 12, Rhythm.QUARTER: 3}
STANDING = "permanent"
_KEY = re.compile(r"(?:(\d{4})(?:-T([1-4]))?|permanent)", re.ASCII)


@dataclass(frozen=True)
class Period:
    """What one table of an obligation covers.

    Attributes:
        key: ``2025``, ``2025-T2``, or ``permanent``; kept with declarations, and in addresses.
        start: first day, None for a standing one.
        end: last day.
        opens: from when it can be published.
        due: last day to publish it.
    """

    key: str
    start: date | None = None
    end: date | None = None
    opens: date | None = None
    due: date | None = None

    def touches(self, first: date, last: date) -> bool:
        """Whether the days from first to last have one in the period; a standing one has them all."""
        return self.start is None or self.end is None or (first <= self.end and last >= self.start)


# Hundreds of bodies are asked for the same few periods on one day.
@lru_cache(maxsize=256)
def current(rule: Rule, day: date) -> Period:
    """Return the period asked for on a day: the last one that can be published."""
    if rule.rhythm is Rhythm.STANDING:
        return Period(STANDING)
    months = _MONTHS[rule.rhythm]
    start = months_after(date(day.year, 1, 1), (day.month - 1) // months * months)
    while months_after(start, rule.opens) > day:
        start = months_after(start, -months)
    return _from(rule, start)


@lru_cache(maxsize=256)
def following(rule: Rule, period: Period) -> Period | None:
    """Return the period after one; None for a standing one."""
    return _from(rule, period.end + timedelta(days=1)) if period.end else None


def is_key(text: str) -> bool:
    """Whether a text is written as the key of a period."""
    return bool(_KEY.fullmatch(text))


def months_after(day: date, months: int) -> date:
    """Return the first of the month that lies so many months after that of a day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _from(rule: Rule, start: date) -> Period:
    end = months_after(start, _MONTHS[rule.rhythm]) - timedelta(days=1)
    quarter = f"-T{(start.month + 2) // 3}" if rule.rhythm is Rhythm.QUARTER else ""
    due = None if rule.due is None else months_after(start, rule.due) - timedelta(days=1)
    return Period(f"{start.year}{quarter}", start, end, months_after(start, rule.opens), due)
