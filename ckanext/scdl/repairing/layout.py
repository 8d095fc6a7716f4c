"""Proposals on rows, columns and the file itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ckanext.scdl.reading import Table
from ckanext.scdl.reading.table import ByColumn
from ckanext.scdl.repairing.proposal import Proposal
from ckanext.scdl.schema import Field, Schema

BLANK_ROW, SHORT_ROW = "blank-row", "short-row"
BLANK_COLUMN, COPIED_COLUMN, ORDER = "blank-column", "copied-column", "column-order"
NEW_COLUMN = "new-column"
FILE = "file"
# The file's format is always that of the output; the rules are listed to be told, not chosen.
ENCODING, DELIMITER, FORMAT = "encoding", "delimiter", "format"
NOTES = {"skipped-rows": "skipped-rows", "footer-rows": "footer-rows", "blank-tail": "blank-tail"}


def of_file(table: Table) -> Iterator[Proposal]:
    """Yield what writing the table again mends: encoding, delimiter, format, what stood around the table."""
    if table.format != "csv":
        yield Proposal(FORMAT, table.format, "csv")
    elif table.encoding and table.encoding != "utf-8":
        yield Proposal(ENCODING, table.encoding, "utf-8")
    if table.delimiter and table.delimiter != ",":
        yield Proposal(DELIMITER, table.delimiter, ",")
    for note in table.notes:
        if note.code in NOTES:
            count = note.params.get("count", note.params.get("header_row", 0) - 1)
            yield Proposal(NOTES[note.code], str(count), None, row=note.row)


def of_rows(table: Table) -> Iterator[Proposal]:
    """Yield the blank rows, to remove, and the rows that stop early, to complete with blank cells."""
    width = len(table.labels)
    if isinstance(table.rows, ByColumn):
        # All of one width: only those without a first cell may be blank.
        rows = table.take([index for index, _ in table.find(0, [""])])
    else:
        rows = ((index, cells) for index, cells in enumerate(table.rows))
    for index, cells in rows:
        row = table.row_number(index)
        if not any(cells):
            yield Proposal(BLANK_ROW, None, None, row=row)
        elif len(cells) < width:
            yield Proposal(SHORT_ROW, str(len(cells)), str(width), row=row)


def of_columns(
    table: Table, labels: Sequence[str], fields: Sequence[Field | None], schema: Schema
) -> Iterator[Proposal]:
    """Yield the columns that hold nothing or repeat another, to remove, and the order of the others."""
    removed = set()
    for index, label in enumerate(labels):
        rule = _useless(table, labels, index)
        if rule:
            removed.add(index)
            yield Proposal(rule, label, None, column=index + 1)
    kept = [index for index in range(len(labels)) if index not in removed]
    ordered = arranged(kept, fields, schema)
    if ordered != kept:
        before, after = ([labels[index] for index in order] for order in (kept, ordered))
        yield Proposal(ORDER, ", ".join(before), ", ".join(after), row=table.header_row)


def arranged(kept: Sequence[int], fields: Sequence[Field | None], schema: Schema) -> list[int]:
    """Return the columns in the schema's order, the others after them in theirs."""
    order = {name: place for place, name in enumerate(schema.field_names)}
    return sorted(kept, key=lambda index: order[field.name] if (field := fields[index]) else len(order))


def _useless(table: Table, labels: Sequence[str], index: int) -> str | None:
    label = labels[index].strip()
    if not label:
        filled = any(len(cells) > index and cells[index].strip() for cells in table.rows)
        return None if filled else BLANK_COLUMN
    first = next(place for place, each in enumerate(labels) if each.strip() == label)
    if first == index:
        return None
    same = all(_cell(cells, index) == _cell(cells, first) for cells in table.rows)
    return COPIED_COLUMN if same else None


def _cell(cells: Sequence[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""
