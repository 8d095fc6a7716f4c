"""Apply proposals to a table, which stays as it is: another one comes out, with where each cell comes from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ckanext.scdl import progress
from ckanext.scdl.reading import Table
from ckanext.scdl.repairing import layout, names
from ckanext.scdl.repairing.proposal import Proposal
from ckanext.scdl.schema import Field, Schema


@dataclass(frozen=True)
class Applied:
    """A table after proposals.

    Attributes:
        table: the new table, as reading its CSV would give it.
        rows: for each row, its row in the original, as a spreadsheet numbers it.
        columns: for each column, its number in the original, from 1; 0 for a new one.
    """

    table: Table
    rows: tuple[int, ...]
    columns: tuple[int, ...]


def apply(
    table: Table, schema: Schema, proposals: Iterable[Proposal], only: Iterable[tuple[int, Sequence[str]]] | None = None
) -> Applied:
    """Return the table with the proposals, and nothing else, applied.

    Args:
        table: the table.
        schema: its schema.
        proposals: what to apply.
        only: the rows wanted, each with its index; all when not given.
    """
    by_rule: dict[str, list[Proposal]] = {}
    cells: dict[int, dict[int, str]] = {}
    for each in proposals:
        if each.row is not None and each.column is not None and each.row != table.header_row:
            cells.setdefault(each.row, {})[each.column - 1] = each.after or ""
        else:
            by_rule.setdefault(each.rule, []).append(each)
    labels = renamed(table, by_rule.get(names.RULE, ()))
    columns = _columns(labels, schema, by_rule)
    blank = {each.row for each in by_rule.get(layout.BLANK_ROW, ())}
    short = {each.row for each in by_rule.get(layout.SHORT_ROW, ())}
    numbers, rows = [], []
    same = columns == list(range(len(labels)))
    every = enumerate(progress.each(table.rows, progress.MENDING, len(table.rows)))
    for index, row in every if only is None else only:
        number = table.row_number(index)
        if number in blank:
            continue
        numbers.append(number)
        changed = cells.get(number)
        whole = same and changed is None and len(row) == len(labels)
        rows.append(row if whole else _row(row, changed or {}, columns, len(labels), pad=number in short))
    new = replace(table, labels=tuple(labels[index] for index in columns), rows=rows, header_row=1, notes=())
    applied = Applied(new, tuple(numbers), tuple(index + 1 for index in columns))
    for each in by_rule.get(layout.NEW_COLUMN, ()):
        applied = _with_column(applied, schema, each.field or "", each.after or "")
    return applied


def _with_column(applied: Applied, schema: Schema, name: str, value: str) -> Applied:
    """Add a column that holds one value, after those that the schema has before it."""
    order = {field: place for place, field in enumerate(schema.field_names)}
    table = applied.table
    places = [place for place, label in enumerate(table.labels) if order.get(label.strip(), len(order)) < order[name]]
    at = max(places, default=-1) + 1
    rows = [[*cells[:at], value, *cells[at:]] if len(cells) >= at and any(cells) else cells for cells in table.rows]
    labels = (*table.labels[:at], name, *table.labels[at:])
    return Applied(
        replace(table, labels=labels, rows=rows), applied.rows, (*applied.columns[:at], 0, *applied.columns[at:])
    )


def renamed(table: Table, proposals: Iterable[Proposal]) -> list[str]:
    """Return the columns' names with the new ones in their places."""
    labels = list(table.labels)
    for each in proposals:
        labels[(each.column or 1) - 1] = each.after or ""
    return labels


def as_csv(table: Table) -> bytes:
    """Write a table as UTF-8 CSV: comma, quotes where needed (RFC 4180), line feeds."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.labels)
    writer.writerows(table.rows)
    return out.getvalue().encode("utf-8")


def _columns(labels: Sequence[str], schema: Schema, by_rule: Mapping[str, Sequence[Proposal]]) -> list[int]:
    """The columns that stay, in their new order, as indexes in the original."""
    removed = {
        (each.column or 0) - 1 for rule in (layout.BLANK_COLUMN, layout.COPIED_COLUMN) for each in by_rule.get(rule, ())
    }
    kept = [index for index in range(len(labels)) if index not in removed]
    return layout.arranged(kept, fields_of(labels, schema), schema) if layout.ORDER in by_rule else kept


def fields_of(labels: Sequence[str], schema: Schema) -> list[Field | None]:
    """Return the field of each column: of two columns with one name, the first has it."""
    by_name = {field.name: field for field in schema.fields}
    found: list[Field | None] = []
    for label in labels:
        found.append(by_name.pop(label.strip(), None))
    return found


def _row(
    cells: Sequence[str], changed: Mapping[int, str], columns: Sequence[int], width: int, *, pad: bool
) -> list[str]:
    """One row: its cells changed, in the new order; the cells beyond the header stay at its end."""
    values = list(cells)
    for index, after in changed.items():
        values += [""] * (index + 1 - len(values))
        values[index] = after
    end = len(values)
    present = [values[index] if index < end else None for index in columns]
    while present and present[-1] is None and not pad:
        present.pop()
    return ["" if cell is None else cell for cell in present] + values[width:]
