"""Which rows frictionless has to judge, and which deserve a look for warnings: the others are proven right."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from ckanext.scdl import progress
from ckanext.scdl.checking import doubts
from ckanext.scdl.checking.french import FrenchCheck
from ckanext.scdl.checking.header import Header
from ckanext.scdl.checking.judge import Judge, Suspects
from ckanext.scdl.checking.vectorised.columns import Column, is_one_of
from ckanext.scdl.checking.vectorised.crossings import Rows, doubtful
from ckanext.scdl.checking.vectorised.frames import Frame, frames_of
from ckanext.scdl.checking.vectorised.keys import Key
from ckanext.scdl.checking.vectorised.oddities import Oddities
from ckanext.scdl.reading import Table
from ckanext.scdl.schema import Schema

# What a row may have wrong is kept in the bits of one number.
BITS, HALF = 64, 32


@dataclass(frozen=True)
class Selection:
    """Indexes of rows, in order: those that may have errors, those that may deserve warnings.

    Attributes:
        columns: for each doubtful row, the columns with a doubtful cell, as the bits of a number.
        checks: likewise the checks that it may fail.
    """

    doubtful: Sequence[int]
    odd: Sequence[int]
    columns: pl.Series
    checks: pl.Series

    def suspects(self) -> Iterator[Suspects]:
        """Yield what each doubtful row may have wrong."""

        @cache
        def of(columns: int, checks: int) -> Suspects:
            return Suspects(_places(columns), _places(checks))

        return map(of, self.columns, self.checks)


@dataclass(frozen=True)
class Doubts:
    """For each row of a run: whether it is doubtful, and the bits of ``Selection``."""

    rows: pl.Series
    columns: pl.Series
    checks: pl.Series


def select(
    table: Table, schema: Schema, header: Header, judge: Judge, checks: Sequence[FrenchCheck]
) -> Selection | None:
    """Select the rows of a table that are not proven right.

    Args:
        table: a table with at least one row.
        schema: a Table Schema.
        header: the table's columns in the schema; at least one is.
        judge: frictionless, on this schema and header.
        checks: the French checks that apply to the table.

    Returns:
        None when the schema says in a way of its own what a blank is, or is very wide: every row is doubtful then.
    """
    missing = _missing(schema)
    if missing is None or max(header.width, len(checks)) > BITS:
        return None
    alone = [check for check in checks if type(check).faults is FrenchCheck.faults]
    columns = {
        field.name: Column(index, field, [each for each in alone if each.column == field.name], missing, judge)
        for index, field in enumerate(header.fields)
        if field
    }
    keys = _keys(schema, columns)
    oddities = Oddities(doubts.kinds(header))
    wrong, odd = [], []
    for frame in frames_of(table, header.width):
        wrong.append(_doubts(frame, missing, columns, checks, judge))
        odd.append(oddities.doubtful(frame.cells))
        if frame.uneven is not None:
            odd[-1] = odd[-1] | frame.uneven
        for key in keys:
            key.add(frame.cells)
        progress.told(progress.PROVING, frame.first + frame.cells.height, len(table.rows))
    doubtful = _any_of([pl.concat([each.rows for each in wrong]), *(key.doubtful() for key in keys)])
    repeated = oddities.repeated()
    return Selection(
        _indexes(doubtful),
        _indexes(_any_of([pl.concat(odd), *([] if repeated is None else [repeated])])),
        pl.concat([each.columns for each in wrong]).filter(doubtful),
        pl.concat([each.checks for each in wrong]).filter(doubtful),
    )


def _missing(schema: Schema) -> frozenset[str] | None:
    own = any("missingValues" in field.descriptor for field in schema.fields)
    plain = "" in schema.missing_values and all(isinstance(each, str) for each in schema.missing_values)
    return frozenset(schema.missing_values) if plain and not own else None


def _keys(schema: Schema, columns: dict[str, Column]) -> list[Key]:
    """What must be unique: as ``uniqueness.py`` has it."""
    unique = [column for column in columns.values() if column.field.constraints.get("unique")]
    keys = [Key([column], blank_is_doubtful=False) for column in unique]
    if schema.primary_key and columns.keys() >= set(schema.primary_key):
        keys.append(Key([columns[name] for name in dict.fromkeys(schema.primary_key)], blank_is_doubtful=True))
    return keys


def _doubts(
    frame: Frame,
    missing: frozenset[str],
    columns: Mapping[str, Column],
    checks: Sequence[FrenchCheck],
    judge: Judge,
) -> Doubts:
    cells = frame.cells
    found = is_one_of(cells["0"], missing)
    for name in cells.columns[1:]:
        # Few rows are blank: most columns need no look.
        found = found & is_one_of(cells[name], missing) if found.any() else found
    doubtful = {name: mask for name, column in columns.items() if (mask := column.doubtful(frame)) is not None}
    asked = _asked(Rows(cells, columns, judge), checks, doubtful)
    by_column = {columns[name].index: mask for name, mask in doubtful.items()}
    for mask in (*by_column.values(), *asked.values()):
        found = found | mask
    if frame.uneven is not None:
        # A row that is cut or goes on is judged whole.
        found = found | frame.uneven
        by_column = {index: frame.uneven | by_column.get(index, frame.uneven) for index in range(cells.width)}
        asked = {place: frame.uneven | asked.get(place, frame.uneven) for place in range(len(checks))}
    return Doubts(found, _bits(by_column, cells.width, cells.height), _bits(asked, len(checks), cells.height))


def _asked(rows: Rows, checks: Sequence[FrenchCheck], doubtful_cells: Mapping[str, pl.Series]) -> dict[int, pl.Series]:
    """For each check that some row may fail, by its place: the rows; a doubtful cell makes its checks doubtful."""
    asked: dict[int, pl.Series] = {}
    for place, check in enumerate(checks):
        masks = [doubtful_cells[name] for name in check.columns() if name in doubtful_cells]
        if type(check).faults is not FrenchCheck.faults:
            masks.append(doubtful(check, rows))
        if masks:
            asked[place] = _any_of(masks)
    return asked


def _bits(masks: Mapping[int, pl.Series], width: int, height: int) -> pl.Series:
    """One number for each row, with the bits of the masks that tell it."""
    kind = pl.UInt32 if width <= HALF else pl.UInt64
    found = pl.repeat(0, n=height, dtype=kind, eager=True)
    for place, mask in masks.items():
        found = found | (mask.cast(kind) * (1 << place))
    return found


def _indexes(rows: pl.Series) -> Sequence[int]:
    """The rows told, without a Python number for each."""
    return array("L", rows.arg_true())


def _places(bits: int) -> tuple[int, ...]:
    return tuple(place for place in range(bits.bit_length()) if bits >> place & 1)


def _any_of(masks: Sequence[pl.Series]) -> pl.Series:
    found = masks[0]
    for mask in masks[1:]:
        found = found | mask
    return found
