"""``cohesive-columns-value``: some columns are all filled or all blank, and all in the file or all out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ckanext.scdl.checking.french.base import BadParams, Fault, FrenchCheck, Row, RowFault


@attrs.define(kw_only=True, repr=False)
class CohesiveColumnsValue(FrenchCheck):
    """``others`` comes from the parameter ``othercolumns``."""

    type = "cohesive-columns-value"
    others: tuple[str, ...]

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> CohesiveColumnsValue:
        """See the base class."""
        if "column" not in params or not params.get("othercolumns"):
            raise BadParams(cls.type)
        return cls(column=params["column"], others=tuple(params["othercolumns"]))

    def columns(self) -> tuple[str, ...]:
        """See the base class."""
        return (self.column, *self.others)

    def table_fault(self, present: frozenset[str]) -> Fault | None:
        """See the base class."""
        missing = [name for name in self.columns() if name not in present]
        if not missing or len(missing) == len(self.columns()):
            return None
        return "columns", {"columns": self.columns(), "missing": missing}

    def faults(self, row: Row) -> Iterator[RowFault]:
        """A cell that failed its type is filled, whatever frictionless made of it (see ``differences.py``)."""
        filled = [row[name] is not None or name in row.error_cells for name in self.columns()]
        if any(filled) and not all(filled):
            yield self.at(row, self.column, None, {"columns": self.columns()})
