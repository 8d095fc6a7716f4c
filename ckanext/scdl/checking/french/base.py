"""What the French checks share: a check on one row as frictionless reads it, and faults that carry what is to be said.

Nothing here imports frictionless (half a second): ``plugged.py`` makes frictionless checks of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import attrs


class Row(Protocol):
    """A row's values by field, None where the cell is blank or wrong: frictionless's ``Row``, or ``JudgedRow``."""

    field_names: list[str]
    row_number: int

    @property
    def cells(self) -> Sequence[str]:
        """The cells as they are in the file."""
        ...

    @property
    def error_cells(self) -> Mapping[str, Any]:
        """The cells that failed their type, by field."""
        ...

    def __getitem__(self, name: str, /) -> Any: ...  # noqa: ANN401

    def __contains__(self, name: object, /) -> bool: ...


# What is wrong: the kind of sentence and what it needs.
Fault = tuple[str | None, dict[str, Any]]
REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
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
class FrenchCheck:
    """A check on one row. Subclasses give ``type`` (its name in schemas) and ``fault``, or ``faults``.

    Cells are those frictionless read: None where the cell is blank or failed its type, so none is reported twice.
    """

    type: ClassVar[str]
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
