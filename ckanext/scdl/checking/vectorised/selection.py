"""Which rows frictionless has to judge, and which deserve a look for warnings: the others are proven right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from ckanext.scdl import progress
from ckanext.scdl.checking import doubts
from ckanext.scdl.checking.french import FrenchCheck
from ckanext.scdl.checking.header import Header
from ckanext.scdl.checking.judge import Judge
from ckanext.scdl.checking.vectorised.columns import Column, is_one_of
from ckanext.scdl.checking.vectorised.crossings import Rows, doubtful
from ckanext.scdl.checking.vectorised.frames import Frame, frames_of
from ckanext.scdl.checking.vectorised.keys import Key
from ckanext.scdl.checking.vectorised.oddities import Oddities
from ckanext.scdl.reading import Table
from ckanext.scdl.schema import Schema


@dataclass(frozen=True)
class Selection:
    """Indexes of rows, in order: those that may have errors, those that may deserve warnings."""

    doubtful: Sequence[int]
    odd: Sequence[int]


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
        None when the schema says in a way of its own what a blank is: every row is doubtful then.
    """
    missing = _missing(schema)
    if missing is None:
        return None
    alone = [check for check in checks if type(check).faults is FrenchCheck.faults]
    across = [check for check in checks if type(check).faults is not FrenchCheck.faults]
    columns = {
        field.name: Column(index, field, [each for each in alone if each.column == field.name], missing, judge)
        for index, field in enumerate(header.fields)
        if field
    }
    keys = _keys(schema, columns)
    oddities = Oddities(doubts.kinds(header))
    wrong, odd = [], []
    for frame in frames_of(table, header.width):
        wrong.append(_doubtful_rows(frame, missing, columns, across, judge))
        odd.append(oddities.doubtful(frame.cells))
        if frame.uneven is not None:
            wrong[-1], odd[-1] = wrong[-1] | frame.uneven, odd[-1] | frame.uneven
        for key in keys:
            key.add(frame.cells)
        progress.told(progress.PROVING, frame.first + frame.cells.height, len(table.rows))
    return Selection(
        _indexes(wrong, [key.doubtful() for key in keys]),
        _indexes(odd, [each for each in [oddities.repeated()] if each is not None]),
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


def _doubtful_rows(
    frame: Frame, missing: frozenset[str], columns: dict[str, Column], checks: list[FrenchCheck], judge: Judge
) -> pl.Series:
    cells = frame.cells
    found = is_one_of(cells["0"], missing)
    for name in cells.columns[1:]:
        # Few rows are blank: most columns need no look.
        found = found & is_one_of(cells[name], missing) if found.any() else found
    for column in columns.values():
        mask = column.doubtful(frame)
        found = found if mask is None else found | mask
    rows = Rows(cells, columns, judge)
    for check in checks:
        found = found | doubtful(check, rows)
    return found


def _indexes(parts: list[pl.Series], others: list[pl.Series]) -> list[int]:
    found = pl.concat(parts)
    for each in others:
        found = found | each
    indexes: list[int] = found.arg_true().to_list()
    return indexes
