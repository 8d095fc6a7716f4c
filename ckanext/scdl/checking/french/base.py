"""What the French checks share: frictionless's row check, with an error that carries what its sentence needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import attrs
from frictionless import Check, errors
from frictionless.table import Row


@attrs.define(kw_only=True, repr=False)
class FrenchError(errors.CellError):
    """An error of a French check.

    Attributes:
        code: the check's name.
        kind: which of the check's sentences.
        params: what the sentence needs besides the cell.
        whole_row: the error concerns the row, not one cell.
    """

    type = "french-error"
    title = "French check"
    description = "A check beyond Table Schema, as Validata's custom_checks declare it."
    template = "Row at position {rowNumber}: {note}"

    code: str = ""
    kind: str | None = None
    params: dict[str, Any] = attrs.field(factory=dict)
    whole_row: bool = False


# What is wrong: the kind of sentence and what it needs.
Fault = tuple[str | None, dict[str, Any]]
REMEMBERED = 20_000


@dataclass(frozen=True)
class RowFault:
    """A fault in a row: the plain facts, as frictionless's errors cost a quarter of a millisecond each.

    Attributes:
        code: the check's name.
        cells: the row's.
        whole_row: the fault concerns the row, not one cell.
    """

    code: str
    kind: str | None
    params: dict[str, Any]
    row_number: int
    field_name: str
    field_number: int
    cells: Sequence[str]
    whole_row: bool

    @classmethod
    def of(
        cls, row: Row, field: str, code: str, kind: str | None, params: dict[str, Any], *, whole_row: bool = False
    ) -> RowFault:
        """Say where a fault is."""
        number = row.field_names.index(field) + 1
        return cls(code, kind, params, row.row_number, field, number, row.cells, whole_row)


class BadParams(ValueError):  # noqa: N818
    """A schema's ``params`` do not fit the check."""


@attrs.define(kw_only=True, repr=False)
class FrenchCheck(Check):
    """A check on one row. Subclasses give ``type`` (its name in schemas) and ``fault``, or ``faults``.

    Cells are those frictionless read: None where the cell is blank or failed its type, so none is reported twice.
    """

    Errors: ClassVar[list[type[errors.CellError]]] = [FrenchError]
    column: str
    # One siret stands in thousands of rows: what was found of each text.
    _known: dict[str, Fault | None] = attrs.field(factory=dict, init=False, eq=False)

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> FrenchCheck:
        """Build the check from a schema's ``params``.

        Raises:
            BadParams: a parameter is missing.
        """
        try:
            return cls(column=str(params["column"]))
        except KeyError as err:
            raise BadParams(cls.type) from err

    def columns(self) -> tuple[str, ...]:
        """Return the columns that the check looks at."""
        return (self.column,)

    def applies(self, present: frozenset[str]) -> bool:
        """Whether rows can be checked, given the columns in the file."""
        return present.issuperset(self.columns())

    def table_fault(self, present: frozenset[str]) -> Fault | None:  # noqa: ARG002
        """Say what is wrong with the columns in the file; None when nothing is."""
        return None

    def fault(self, cell: Any) -> Fault | None:  # noqa: ANN401
        """Say what is wrong with a cell: the sentence's kind and parameters; None when nothing is."""
        raise NotImplementedError

    def faults(self, row: Row) -> Iterator[RowFault]:
        """Say what is wrong with a row."""
        cell = row[self.column]
        found = None if cell is None else self.remembered(cell)
        if found is not None:
            yield self.at(row, self.column, *found)

    def remembered(self, cell: Any) -> Fault | None:  # noqa: ANN401
        """Return what ``fault`` says, asking once for each text."""
        if not isinstance(cell, str):
            return self.fault(cell)
        if cell not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[cell] = self.fault(cell)
        return self._known[cell]

    def at(
        self, row: Row, field: str, kind: str | None, params: dict[str, Any], *, whole_row: bool = False
    ) -> RowFault:
        """Say where a fault is."""
        return RowFault.of(row, field, self.type, kind, params, whole_row=whole_row)

    def validate_row(self, row: Row) -> Iterator[FrenchError]:
        """Check one row, as frictionless calls it."""
        for found in self.faults(row):
            error: FrenchError = FrenchError.from_row(row, note=self.type, field_name=found.field_name)
            error.code, error.kind, error.params, error.whole_row = (
                found.code,
                found.kind,
                found.params,
                found.whole_row,
            )
            yield error
