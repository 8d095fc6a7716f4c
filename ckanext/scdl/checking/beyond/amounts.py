"""Numbers out of proportion: an amount far beyond all others of its column, a value that its unit excludes.

An amount is out of proportion when it is over 1,000 times the median and over 50 times every smaller one: amounts
of one kind spread widely, but without such a gap (docs/developer/beyond.md has the measure).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import ClassVar

from ckanext.scdl.checking.beyond.base import View
from ckanext.scdl.report import Finding

ENOUGH = 8
OVER_MEDIAN, OVER_NEXT = 1000, 50


class Amounts:
    """Looks at the greatest amounts, and at both ends of what makes sense."""

    codes: ClassVar[tuple[str, ...]] = ("amount-out-of-proportion", "unlikely-number")

    def find(self, view: View) -> Iterator[Finding]:
        """See the protocol."""
        for name in filter(view.has, view.senses.amounts):
            yield from self._beyond(view, name)
        for name, (low, high) in view.senses.plausible.items():
            if view.has(name):
                numbers = {cell: number for cell in view.distinct(name) if (number := read(cell)) is not None}
                odd = Finding("unlikely-number", params={"low": low, "high": high})
                yield from view.each(name, {cell: odd for cell, number in numbers.items() if not low <= number <= high})

    def _beyond(self, view: View, name: str) -> Iterator[Finding]:
        known = {cell: number for cell in view.distinct(name) if (number := read(cell)) and number > 0}
        ordered = sorted(set(known.values()))
        if _gap(ordered, 0) is None:
            return
        amounts = [known[cell] for cell in view.cells(name) if cell in known]
        middle = median(amounts)
        limit = _gap(ordered, middle) if len(amounts) >= ENOUGH else None
        if limit is not None:
            found = Finding("amount-out-of-proportion", params={"median": _shown(middle)})
            yield from view.each(name, {cell: found for cell, number in known.items() if number >= limit})


def read(cell: str) -> float | None:
    """Return a cell's number, None when it has none."""
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _gap(amounts: list[float], middle: float) -> float | None:
    """Return the first amount beyond the median's reach that stands far from the one below it."""
    pairs = pairwise(amounts)
    return next((one for below, one in pairs if one > OVER_MEDIAN * middle and one > OVER_NEXT * below), None)


def _shown(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
