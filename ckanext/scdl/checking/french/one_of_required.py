"""``one-of-required``: of two columns, at least one is filled in each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ckanext.scdl.checking.french.base import BadParams, Fault, FrenchCheck, Row, RowFault


@attrs.define(kw_only=True, repr=False)
class OneOfRequired(FrenchCheck):
    """``column`` and ``column2`` come from the parameters ``column1`` and ``column2``."""

    type = "one-of-required"
    column2: str

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> OneOfRequired:
        """See the base class."""
        if not {"column1", "column2"} <= set(params):
            raise BadParams(cls.type)
        return cls(column=params["column1"], column2=params["column2"])

    def columns(self) -> tuple[str, ...]:
        """See the base class."""
        return (self.column, self.column2)

    def applies(self, present: frozenset[str]) -> bool:
        """With one of the two columns in the file, that one is required."""
        return not present.isdisjoint(self.columns())

    def table_fault(self, present: frozenset[str]) -> Fault | None:
        """See the base class."""
        return None if self.applies(present) else ("columns", {"columns": self.columns()})

    def faults(self, row: Row) -> Iterator[RowFault]:
        """A cell that failed its type is filled; its error is reported already."""
        present = [name for name in self.columns() if name in row]
        if all(row[name] is None and name not in row.error_cells for name in present):
            yield self.at(row, present[0], None, {"columns": self.columns()}, whole_row=len(present) > 1)
