"""frictionless as the judge of cells: its own readers, each value being read once.

A cell's verdict depends on its field and its text alone, and a table says the same things many times over: the
readers remember. ``JudgedRow`` puts the verdicts together as frictionless's ``Row`` does, without making its errors:
each costs a quarter of a millisecond. A test compares the two, row by row.

frictionless costs half a second to import: it is only when a cell is not proven right without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from ckanext.scdl import registry
from ckanext.scdl.checking.exact import Exact, exact
from ckanext.scdl.checking.header import Header
from ckanext.scdl.checking.proofs import disproof_of, is_trivial, proof_of, value_of
from ckanext.scdl.exceptions import UnusableSchema
from ckanext.scdl.schema import Field, Schema

# Readings kept for each column: some 20 MB when every one is full of short texts.
REMEMBERED = 20_000
Reading = tuple[Any, dict[str, str] | None]
Reader = Callable[[Any], Reading]
BLANK: Reading = (None, None)


class Judge:
    """Reads the cells and the rows of one file.

    Raises:
        UnusableSchema: frictionless refuses the schema.
    """

    def __init__(self, schema: Schema, header: Header) -> None:
        descriptors = [
            dict(field.descriptor) if field else {"name": f"\x00{index}", "type": "any"}
            for index, field in enumerate(header.fields)
        ]
        self._names = [str(each["name"]) for each in descriptors]
        self._strict = StrictReaders(schema, descriptors)
        self._readers = [quick(field, schema, self._strict.reader(place)) for place, field in enumerate(header.fields)]
        self._width = header.width

    @property
    def fields(self) -> list[Any]:
        """Frictionless's fields, one for each column of the file."""
        return self._strict.fields

    def row(self, cells: Sequence[str], number: int, suspects: Sequence[int] | None = None) -> JudgedRow:
        """Give a row to frictionless; blank cells beyond the header are left out (exports pad rows with delimiters).

        Args:
            cells: the row.
            number: the row that a spreadsheet shows.
            suspects: the columns that may be wrong, in order, the others being proven right; None for all.
        """
        end = len(cells)
        while end > self._width and not cells[end - 1].strip():
            end -= 1
        return JudgedRow(self._names, self._readers, cells if end == len(cells) else cells[:end], number, suspects)

    def read(self, column: int, cell: str) -> Reading:
        """Read a cell: its value (None when blank or wrong), and notes on what is wrong."""
        reading: Reading = self._readers[column](cell)
        return reading

    def some_row(self, cells: dict[int, str]) -> JudgedRow:
        """Return a row of which only some cells matter."""
        return self.row([cells.get(index, "") for index in range(self._width)], 0)


@dataclass(frozen=True)
class Suspects:
    """What may be wrong with a row, all else being proven right.

    Attributes:
        columns: the columns to judge, in order; None for all.
        checks: the checks to ask, by their place.
    """

    columns: Sequence[int] | None
    checks: Sequence[int]


@dataclass(frozen=True, slots=True)
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

    The cells that are proven right are only read when a check wants their value.

    Attributes:
        faults: what is wrong, in frictionless's order.
        error_cells: cells that failed their type, by field.
    """

    def __init__(
        self,
        names: list[str],
        readers: Sequence[Reader],
        cells: Sequence[str],
        number: int,
        suspects: Sequence[int] | None = None,
    ) -> None:
        super().__init__()
        self.field_names, self.cells, self.row_number, self._readers = names, cells, number, readers
        self.faults: list[CellFault] = []
        self.error_cells: dict[str, str | None] = {}
        for place in range(len(names)) if suspects is None else suspects:
            name, cell = names[place], cells[place] if place < len(cells) else None
            self[name], notes = readers[place](cell)
            for kind, note in notes.items() if notes else ():
                if kind == "type":
                    self.error_cells[name] = cell
                self._add("type-error" if kind == "type" else "constraint-error", note, name, place + 1)
        for place in range(len(names) + 1, len(cells) + 1):
            self._add("extra-cell", "", "", place)
        for place in range(len(cells) + 1, len(names) + 1):
            self._add("missing-cell", "", names[place - 1], place)

    def __missing__(self, name: str) -> Any:  # noqa: ANN401
        place = self.field_names.index(name)
        self[name] = value = self._readers[place](self.cells[place] if place < len(self.cells) else None)[0]
        return value

    def __contains__(self, name: object) -> bool:
        return name in self.field_names

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not self.error_cells and all(self[name] is None for name in self.field_names)

    def _add(self, code: str, note: str, name: str, place: int) -> None:
        self.faults.append(CellFault(code, note, self.row_number, name, place, self.cells))


class StrictReaders:
    """frictionless's own readers of cells, made when one is first asked.

    Args:
        schema: where the fields come from; a shipped one is known to be taken, another is tried at once.
        descriptors: the fields.

    Raises:
        UnusableSchema: frictionless refuses the schema.
    """

    def __init__(self, schema: Schema, descriptors: Sequence[Mapping[str, Any]]) -> None:
        self._schema, self._descriptors = schema, descriptors
        if not registry.has_address(schema.url):
            _ = self.fields

    @cached_property
    def fields(self) -> list[Any]:
        """Frictionless's fields."""
        from frictionless import FrictionlessException
        from frictionless.schema import Schema as JudgeSchema

        missing = list(self._schema.missing_values)
        try:
            judge = JudgeSchema.from_descriptor({"fields": [*map(dict, self._descriptors)], "missingValues": missing})
        except FrictionlessException as err:
            raise UnusableSchema("broken-schema", reference=self._schema.name) from err
        if any(_has_no_bound(each) for each in judge.fields):
            raise UnusableSchema("broken-schema", reference=self._schema.name)
        return list(judge.fields)

    @cached_property
    def _readers(self) -> list[Reader]:
        return [each.create_cell_reader() for each in self.fields]

    def reader(self, place: int) -> Reader:
        """Return the reader of one field, which remembers."""

        def read(cell: Any) -> Reading:  # noqa: ANN401
            try:
                value, notes = self._readers[place](cell)
            except (ArithmeticError, TypeError):
                # Decimal's signalling NaN, or a moment without a zone, which cannot be compared with a bound.
                value, notes = None, _type_note(self.fields[place])
            if isinstance(value, Decimal) and value.is_snan():
                value, notes = None, _type_note(self.fields[place])
            # A plain tuple is equal to any other, a geopoint's class is not.
            return tuple(value) if isinstance(value, tuple) else value, notes

        return lru_cache(REMEMBERED)(read)


def _has_no_bound(field: Any) -> bool:  # noqa: ANN401
    """Whether a bound is not of its field's type: frictionless would stop at the first cell."""
    read = field.create_value_reader()
    bounds = (field.constraints.get(name) for name in ("minimum", "maximum"))
    return any(bound is not None and read(bound) is None for bound in bounds)


def quick(field: Field | None, schema: Schema, strict: Reader) -> Reader:
    """Return a reader that knows blanks, simple types and proven cells by itself; frictionless has the others.

    Args:
        field: the field; None for a column that the schema does not have.
        schema: the field's schema.
        strict: frictionless's reader.
    """
    missing = blanks(schema, field)
    if missing is None:
        return strict
    if field is None:
        return lambda cell: BLANK if cell is None or cell in missing else (cell, None)
    blank = (None, _notes(field, ("required",))) if field.required else BLANK
    certain = exact(field)
    if is_trivial(field):
        # A text is its own value: nothing is saved by remembering it.
        return lambda cell: blank if cell is None or cell in missing else (cell, None)
    judged = _exactly(field, certain) if certain else _proven(field, strict)

    def read(cell: Any) -> Reading:  # noqa: ANN401
        return blank if cell is None or cell in missing else judged(cell)

    return lru_cache(REMEMBERED)(read)


def _exactly(field: Field, certain: Exact) -> Reader:
    """What is wrong with a cell of a simple type is certain too."""

    def read(cell: Any) -> Reading:  # noqa: ANN401
        value = certain.read(cell)
        if value is None:
            return None, _type_note(field)
        failed = certain.failed(value)
        return value, _notes(field, failed) if failed else None

    return read


def _proven(field: Field, strict: Reader) -> Reader:
    """A cell of another type is right when it is proven; frictionless is asked about the others."""
    proof, value, disproof = proof_of(field), value_of(field), disproof_of(field)

    def read(cell: Any) -> Reading:  # noqa: ANN401
        if proof and proof(cell):
            return value(cell), None
        return (None, _type_note(field)) if disproof(cell) else strict(cell)

    return read


def _type_note(field: Any) -> dict[str, str]:  # noqa: ANN401 - ours or frictionless's
    return {"type": f'type is "{field.type}/{field.format}"'}


def _notes(field: Field, failed: Iterable[str]) -> dict[str, str]:
    """What frictionless notes of constraints that a cell fails."""
    return {name: f'constraint "{name}" is "{field.constraints[name]}"' for name in failed}


def blanks(schema: Schema, field: Field | None = None) -> frozenset[str] | None:
    """Return the texts that stand for nothing; None when the schema or the field says it in a way of its own."""
    own = field is not None and "missingValues" in field.descriptor
    plain = all(isinstance(each, str) for each in schema.missing_values)
    return frozenset(schema.missing_values) if plain and not own else None
