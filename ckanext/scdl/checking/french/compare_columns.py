"""``compare-columns-value``: two cells of a row stand in an order (``PREF_DATE >= DELIB_DATE``)."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import attrs

from ckanext.scdl.checking.french.base import BadParams, FrenchCheck, Row, RowFault

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "<=": operator.le,
    "<": operator.lt,
}
RELATION = {
    ">": "supérieur à",
    ">=": "supérieur ou égal à",
    "==": "égal à",
    "<=": "inférieur ou égal à",
    "<": "inférieur à",
}


@attrs.define(kw_only=True, repr=False)
class CompareColumnsValue(FrenchCheck):
    """Numbers, or texts that read as numbers, compare as numbers; otherwise two values of one type compare as such."""

    type = "compare-columns-value"
    op: str
    column2: str

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> CompareColumnsValue:
        """See the base class."""
        if params.get("op") not in COMPARE or not {"column", "column2"} <= set(params):
            raise BadParams(cls.type)
        return cls(column=params["column"], op=params["op"], column2=params["column2"])

    def columns(self) -> tuple[str, ...]:
        """See the base class."""
        return (self.column, self.column2)

    def faults(self, row: Row) -> Iterator[RowFault]:
        """See the base class."""
        left, right = row[self.column], row[self.column2]
        if left is None or right is None:
            return
        params = {"field2": self.column2, "value2": right, "op": self.op, "relation": RELATION[self.op]}
        pair = _comparable(left, right)
        if pair is None:
            yield self.at(row, self.column, "types", params)
        elif not COMPARE[self.op](*pair):
            yield self.at(row, self.column, None, params)


def _comparable(left: Any, right: Any) -> tuple[Any, Any] | None:  # noqa: ANN401
    if type(left) is int and type(right) is int:
        return left, right
    numbers = _number(left), _number(right)
    if None not in numbers:
        return numbers
    # NaN stands in no order with anything.
    ordered = left == left and right == right
    return (left, right) if ordered and type(left) is type(right) else None


def _number(value: Any) -> Decimal | None:  # noqa: ANN401
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal, str)):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
