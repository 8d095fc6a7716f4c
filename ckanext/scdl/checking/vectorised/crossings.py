"""The checks between the cells of a row: which rows are not proven right.

Sums and comparisons of integers and of days are compiled; a check that has no compiled form is asked about each
distinct set of the cells that it looks at. Rows with a doubtful cell are doubtful already: what is said of them here
does not count.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from ckanext.scdl.checking.french import FrenchCheck
from ckanext.scdl.checking.french.cohesive_columns import CohesiveColumnsValue
from ckanext.scdl.checking.french.compare_columns import COMPARE, CompareColumnsValue
from ckanext.scdl.checking.french.one_of_required import OneOfRequired
from ckanext.scdl.checking.french.sum_columns import SumColumnsValue
from ckanext.scdl.checking.judge import Judge
from ckanext.scdl.checking.vectorised.columns import Column

# Sums of some of these stay far under 64 bits.
LARGEST = 10**12
DAYS = ("default", "%Y-%m-%d")


@dataclass(frozen=True)
class Rows:
    """A run of rows: their cells, and for each field whether its cell is blank."""

    cells: pl.DataFrame
    columns: Mapping[str, Column]
    judge: Judge
    _made: dict[tuple[str, str], pl.Series] = field(default_factory=dict, repr=False)

    def blank(self, name: str) -> pl.Series:
        """Tell where a field's cell is blank."""
        return self._once("blank", name, self.columns[name].blank)

    def integers(self, name: str) -> pl.Series:
        """A field's cells as integers, null where that is not certain."""
        return self._once("integers", name, _integers)

    def days(self, name: str) -> pl.Series:
        """A field's cells as days, null where that is not certain."""
        return self._once("days", name, lambda cells: cells.str.to_date("%Y-%m-%d", strict=False))

    def _once(self, kind: str, name: str, made: Callable[[pl.Series], pl.Series]) -> pl.Series:
        if (kind, name) not in self._made:
            self._made[kind, name] = made(self.cells[self.columns[name].name])
        return self._made[kind, name]


def _integers(cells: pl.Series) -> pl.Series:
    numbers = cells.cast(pl.Int64, strict=False)
    return numbers.set(numbers.abs() > LARGEST, None)


def doubtful(check: FrenchCheck, rows: Rows) -> pl.Series:
    """Tell the rows that a check is not sure to pass."""
    compiled = COMPILED.get(type(check))
    found = compiled(check, rows) if compiled else None
    return _asked(check, rows) if found is None else found


def _cohesive(check: Any, rows: Rows) -> pl.Series | None:  # noqa: ANN401
    blanks = [rows.blank(name) for name in check.columns()]
    return _any(blanks) & ~_all(blanks)


def _one_of(check: Any, rows: Rows) -> pl.Series | None:  # noqa: ANN401
    return _all([rows.blank(name) for name in check.columns() if name in rows.columns])


def _sum(check: Any, rows: Rows) -> pl.Series | None:  # noqa: ANN401
    names = check.columns()
    if any(rows.columns[name].field.type != "integer" for name in names):
        return None
    total, *addends = (rows.integers(name) for name in names)
    added = addends[0]
    for each in addends[1:]:
        added = added + each
    wrong: Any = total != added
    return pl.Series(wrong).fill_null(value=True) & ~_any([rows.blank(name) for name in names])


def _compare(check: Any, rows: Rows) -> pl.Series | None:  # noqa: ANN401
    names = check.columns()
    fields = [rows.columns[name].field for name in names]
    if all(field.type == "integer" for field in fields):
        left, right = map(rows.integers, names)
    elif all(field.type == "date" and field.format in DAYS for field in fields):
        left, right = map(rows.days, names)
    else:
        return None
    stands: Any = COMPARE[check.op](left, right)
    return ~pl.Series(stands).fill_null(value=False) & ~_any([rows.blank(name) for name in names])


COMPILED: dict[type[FrenchCheck], Callable[[Any, Rows], pl.Series | None]] = {
    CohesiveColumnsValue: _cohesive,
    CompareColumnsValue: _compare,
    OneOfRequired: _one_of,
    SumColumnsValue: _sum,
}


def _asked(check: FrenchCheck, rows: Rows) -> pl.Series:
    """Ask the check itself, once for each distinct set of cells."""
    indexes = sorted({rows.columns[name].index for name in check.columns() if name in rows.columns})
    verdicts: dict[tuple[str, ...], bool] = {}
    cells = rows.cells.select(map(str, indexes)).rows()
    for each in set(cells):
        row = rows.judge.some_row(dict(zip(indexes, each, strict=True)))
        verdicts[each] = any(True for _ in check.faults(row))
    return pl.Series([verdicts[each] for each in cells], dtype=pl.Boolean)


def _any(masks: list[pl.Series]) -> pl.Series:
    found = masks[0]
    for mask in masks[1:]:
        found = found | mask
    return found


def _all(masks: list[pl.Series]) -> pl.Series:
    found = masks[0]
    for mask in masks[1:]:
        found = found & mask
    return found
