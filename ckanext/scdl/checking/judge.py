"""frictionless as the judge of cells and rows: its own readers and its own row class, each value being read once.

A cell's verdict depends on its field and its text alone, and a table says the same things many times over: the
readers remember. The rows and the errors are frictionless's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from frictionless import FrictionlessException
from frictionless.schema import Schema as JudgeSchema
from frictionless.table import Row
from frictionless.table.row import create_cell_handlers

from ckanext.scdl.checking.header import Header
from ckanext.scdl.exceptions import UnusableSchema
from ckanext.scdl.schema import Schema

# Readings kept for each column: some 20 MB when every one is full of short texts.
REMEMBERED = 20_000
Reading = tuple[Any, dict[str, str] | None]


class Judge:
    """Reads the cells and the rows of one file.

    Raises:
        UnusableSchema: frictionless refuses the schema.
    """

    def __init__(self, schema: Schema, header: Header) -> None:
        self._handlers = {
            name: handler._replace(reader=_remembering(handler.reader))
            for name, handler in create_cell_handlers(_fields(schema, header)).items()
        }
        self._readers = [handler.reader for handler in self._handlers.values()]
        self._width = header.width

    def row(self, cells: Sequence[str], number: int) -> Row:
        """Give a row to frictionless; blank cells beyond the header are left out (exports pad rows with delimiters)."""
        end = len(cells)
        while end > self._width and not cells[end - 1].strip():
            end -= 1
        return Row(list(cells[:end]), handlers=self._handlers, row_number=number)

    def read(self, column: int, cell: str) -> Reading:
        """Read a cell: its value (None when blank or wrong), and notes on what is wrong."""
        reading: Reading = self._readers[column](cell)
        return reading

    def some_row(self, cells: dict[int, str]) -> Row:
        """Return a row of which only some cells matter."""
        return Row([cells.get(index, "") for index in range(self._width)], handlers=self._handlers, row_number=0)


def _remembering(reader: Callable[[Any], Reading]) -> Callable[[Any], Reading]:
    remembered = lru_cache(REMEMBERED)(reader)

    def read(cell: Any) -> Reading:  # noqa: ANN401
        value, notes = remembered(cell)
        # The row takes notes out of the dictionary as it makes errors of them.
        return value, dict(notes) if notes else None

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
