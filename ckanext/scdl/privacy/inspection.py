"""Look for personal data in a table, and in the workbook around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ckanext.scdl.privacy import package as packages
from ckanext.scdl.privacy import workbook
from ckanext.scdl.privacy.detectors import DETECTORS, sieve_of
from ckanext.scdl.privacy.finding import PersonalData
from ckanext.scdl.privacy.masking import mask
from ckanext.scdl.privacy.view import Hit, View
from ckanext.scdl.reading import Table
from ckanext.scdl.schema import Schema

# Cells of these kinds say by themselves what a column's name says.
TOLD_BY_CELLS = frozenset({"birth-date", "phone", "email", "iban", "nir", "home-address", "coordinates"})
NO_SCHEMA = Schema(name="", version=None, url=None, kind="tableschema", descriptor={})


def inspect(table: Table, schema: Schema, data: bytes | None = None) -> tuple[PersonalData, ...]:
    """Look for what must not be published without a person's decision.

    Args:
        table: the table, as reading gave it.
        schema: the schema whose rules say what is public by law; any other schema has none.
        data: the file, when it is a workbook: its other sheets, comments and properties are looked at too.

    Returns:
        What was found, whole columns first, then by column and row; values are masked.
    """
    found = list(of_table(table, schema))
    if data is not None and table.format != "csv":
        found += _around(data, table)
    return tuple(found)


def of_table(table: Table, schema: Schema = NO_SCHEMA) -> Iterator[PersonalData]:
    """Yield what the cells of a table hold, by column and row."""
    view = View(table, schema, sieve_of)
    hits = [hit for detector in DETECTORS for hit in detector.find(view)]
    told = _told(hits)
    kept = [hit for hit in hits if hit.kind != "person-column" or hit.column.index not in told]
    cells = [each for hit in kept for each in _cells(table, hit)]
    yield from sorted(cells, key=lambda each: (each.column or 0, each.row or 0))


def _told(hits: Iterable[Hit]) -> set[int]:
    """The columns of which half of the cells are found one by one."""
    cells: Counter[int] = Counter()
    filled: dict[int, int] = {}
    for hit in hits:
        if hit.kind in TOLD_BY_CELLS:
            if hit.column.index not in filled:
                filled[hit.column.index] = sum(map(len, hit.column.values.values()))
            cells[hit.column.index] += len(list(hit.rows))
    return {index for index, count in cells.items() if count * 2 >= filled[index]}


def _cells(table: Table, hit: Hit) -> Iterator[PersonalData]:
    """One finding for each row of a hit, or one for its column."""
    whole = PersonalData(
        kind=hit.kind,
        confidence=hit.confidence,
        column=table.column_number(hit.column.index),
        field=hit.column.label,
        value=None if hit.text is None else mask(hit.kind, hit.text),
        params=hit.params,
        hidden=hit.text,
    )
    if hit.kind == "person-column":
        yield whole
    for row in hit.rows:
        yield replace(whole, row=table.row_number(row))


def _around(data: bytes, table: Table) -> Iterator[PersonalData]:
    """What the workbook holds beside the table."""
    package = packages.unpack(data, table.format)
    yield from workbook.properties(package)
    yield from workbook.comments(package, table)
    yield from workbook.hidden_columns(package, table)
    if package.sheets == 1:
        return
    for sheet, other in workbook.other_tables(data, table):
        inside = [replace(each, sheet=sheet.name) for each in of_table(other)] if other else []
        if not sheet.visible:
            yield PersonalData("hidden-sheet", "high" if inside else "medium", sheet=sheet.name)
        yield from inside
