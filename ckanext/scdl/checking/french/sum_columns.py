"""``sum-columns-value``: a cell is the sum of others (``VOTE_REEL`` = pour + contre + abstention)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs

from ckanext.scdl.checking.french.base import BadParams, FrenchCheck, Row, RowFault


@attrs.define(kw_only=True, repr=False)
class SumColumnsValue(FrenchCheck):
    """``addends`` comes from the parameter ``columns``; a row with a blank among them is not checked."""

    type = "sum-columns-value"
    addends: tuple[str, ...]

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> SumColumnsValue:
        """See the base class."""
        if "column" not in params or not params.get("columns"):
            raise BadParams(cls.type)
        return cls(column=params["column"], addends=tuple(params["columns"]))

    def columns(self) -> tuple[str, ...]:
        """See the base class."""
        return (self.column, *self.addends)

    def faults(self, row: Row) -> Iterator[RowFault]:
        """See the base class."""
        cells = [row[name] for name in self.columns()]
        if not all(isinstance(cell, (int, float, Decimal)) for cell in cells):
            return
        try:
            total = sum(cells[1:])
        except (ArithmeticError, TypeError):
            # «1e999999999» is a number that cannot be added; a float and a decimal are not added either.
            return
        if cells[0] != total:
            yield self.at(row, self.column, None, {"columns": self.addends, "total": total})
