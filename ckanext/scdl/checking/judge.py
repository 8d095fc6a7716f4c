"""frictionless as the judge of cells: its own readers, each value being read once.

A cell's verdict depends on its field and its text alone, and a table says the same things many times over: the
readers remember. ``JudgedRow`` puts the verdicts together as frictionless's ``Row`` does, without making its errors:
each costs a quarter of a millisecond. A test compares the two, row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from frictionless import FrictionlessException
from frictionless.schema import Schema as JudgeSchema
from frictionless.table.row import create_cell_handlers

from ckanext.scdl.checking.header import Header
from ckanext.scdl.checking.proofs import proof_of
from ckanext.scdl.exceptions import UnusableSchema
from ckanext.scdl.schema import Field, Schema

# Readings kept for each column: some 20 MB when every one is full of short texts.
REMEMBERED = 20_000
Reading = tuple[Any, dict[str, str] | None]


class Judge:
    """Reads the cells and the rows of one file.

    Attributes:
        fields: frictionless's fields, one for each column of the file.

    Raises:
        UnusableSchema: frictionless refuses the schema.
    """

    def __init__(self, schema: Schema, header: Header) -> None:
        self.fields = _fields(schema, header)
        handlers = create_cell_handlers(self.fields)
        self._names = list(handlers)
        self._readers = [
            _reader(handler.reader, field, schema)
            for handler, field in zip(handlers.values(), header.fields, strict=True)
        ]
        self._width = header.width

    def row(self, cells: Sequence[str], number: int) -> JudgedRow:
        """Give a row to frictionless; blank cells beyond the header are left out (exports pad rows with delimiters)."""
        end = len(cells)
        while end > self._width and not cells[end - 1].strip():
            end -= 1
        return JudgedRow(self._names, self._readers, cells[:end], number)

    def read(self, column: int, cell: str) -> Reading:
        """Read a cell: its value (None when blank or wrong), and notes on what is wrong."""
        reading: Reading = self._readers[column](cell)
        return reading

    def some_row(self, cells: dict[int, str]) -> JudgedRow:
        """Return a row of which only some cells matter."""
        return self.row([cells.get(index, "") for index in range(self._width)], 0)


@dataclass(frozen=True)
class CellFault:
    """A fault that frictionless finds; ``type`` and ``note`` are those of its error."""

    type: str
    note: str
    row_number: int
    field_name: str
    field_number: int
    cells: Sequence[str]


class JudgedRow(dict[str, Any]):
    """A row's values by field, None where blank or wrong, as the French checks want them from frictionless.

    Attributes:
        faults: what is wrong, in frictionless's order.
        error_cells: cells that failed their type, by field.
        is_blank: no cell holds anything.
    """

    def __init__(
        self, names: list[str], readers: Sequence[Callable[[Any], Reading]], cells: Sequence[str], number: int
    ) -> None:
        super().__init__()
        self.field_names, self.cells, self.row_number = names, cells, number
        self.faults: list[CellFault] = []
        self.error_cells: dict[str, str | None] = {}
        filled = False
        for place, (name, reader) in enumerate(zip(names, readers, strict=True), start=1):
            cell = cells[place - 1] if place <= len(cells) else None
            value, notes = reader(cell)
            self[name] = value
            filled = filled or value is not None
            for kind, note in (notes or {}).items():
                if kind == "type":
                    self.error_cells[name], filled = cell, True
                self._add("type-error" if kind == "type" else "constraint-error", note, name, place)
        self.is_blank = not filled
        for place in range(len(names) + 1, len(cells) + 1):
            self._add("extra-cell", "", "", place)
        for place in range(len(cells) + 1, len(names) + 1):
            self._add("missing-cell", "", names[place - 1], place)

    def _add(self, code: str, note: str, name: str, place: int) -> None:
        self.faults.append(CellFault(code, note, self.row_number, name, place, self.cells))


def _reader(reader: Callable[[Any], Reading], field: Field | None, schema: Schema) -> Callable[[Any], Reading]:
    """Frictionless's reader, which remembers, and is not asked about a text that is proven right: it is its value."""
    remembered = lru_cache(REMEMBERED)(reader)
    proof = proof_of(field) if field and field.type == "string" and "missingValues" not in field.descriptor else None
    if proof is None:
        return remembered
    missing = frozenset(map(str, schema.missing_values))

    def read(cell: Any) -> Reading:  # noqa: ANN401
        return (cell, None) if cell is not None and cell not in missing and proof(cell) else remembered(cell)

    return read


def _fields(schema: Schema, header: Header) -> list[Any]:
    """Give frictionless one field for each column of the file; an unknown column accepts anything."""
    descriptors = [
        dict(field.descriptor) if field else {"name": f"\x00{index}", "type": "any"}
        for index, field in enumerate(header.fields)
    ]
    try:
        judge = JudgeSchema.from_descriptor({"fields": descriptors, "missingValues": list(schema.missing_values)})
    except FrictionlessException as err:
        raise UnusableSchema("broken-schema", reference=schema.name) from err
    return list(judge.fields)
