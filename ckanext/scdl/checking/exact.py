"""Cells read exactly as frictionless does, wrong ones included, for the types that take a line of Python.

A small file with a few errors in its texts, days, numbers and booleans is then checked without importing frictionless,
which costs half a second. A property test holds the two against each other, cell by cell.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from ckanext.scdl.schema import Field

# frictionless's own, when a field names none.
TRUE_WORDS = ("true", "True", "TRUE", "1")
FALSE_WORDS = ("false", "False", "FALSE", "0")
NUMBER_OPTIONS = frozenset({"bareNumber", "decimalChar", "groupChar", "floatNumber"})
DAY = "%Y-%m-%d"
YEAR_LENGTH, LAST_YEAR = 4, 9999

Read = Callable[[str], Any]
Test = Callable[[Any], object]
Value = TypeVar("Value")


@dataclass(frozen=True)
class Exact:
    """How a field's cells are read.

    Attributes:
        read: gives the value of a cell that is not blank; None when it is not of the field's type.
        tests: its constraints, ``required`` and ``unique`` aside, in frictionless's order.
    """

    read: Read
    tests: Mapping[str, Test]

    def failed(self, value: Any) -> list[str]:  # noqa: ANN401
        """Return the constraints that a value fails."""
        return [name for name, test in self.tests.items() if not test(value)]


def exact(field: Field) -> Exact | None:
    """Return how a field's cells are read; None when frictionless has to be asked."""
    wanted = {name: value for name, value in field.constraints.items() if value is not None}
    wanted = {name: value for name, value in wanted.items() if name not in {"required", "unique"}}
    if field.type == "string":
        plain = field.format == "default" and wanted.keys() <= {"minLength", "maxLength", "pattern", "enum"}
        return Exact(str, _text_tests(wanted)) if plain else None
    read = _reader(field)
    if read is None or not wanted.keys() <= {"minimum", "maximum"} or (wanted and field.type == "boolean"):
        return None
    bounds = {name: _bound(field, read, value) for name, value in wanted.items()}
    return None if None in bounds.values() else Exact(read, _bound_tests(bounds))


def _reader(field: Field) -> Read | None:
    if field.type == "boolean":
        words = dict.fromkeys(field.descriptor.get("trueValues", TRUE_WORDS), True)
        return (words | dict.fromkeys(field.descriptor.get("falseValues", FALSE_WORDS), False)).get
    if field.type == "date" and (field.format == "default" or "%" in field.format):
        form = DAY if field.format == "default" else field.format
        return lambda cell: _or_none(lambda: datetime.datetime.strptime(cell, form).date())  # noqa: DTZ007
    if NUMBER_OPTIONS & set(field.descriptor):
        return None
    return READERS.get((field.type, field.format))


def _integer(cell: str) -> int | None:
    return _or_none(lambda: int(cell.strip()))


def _number(cell: str) -> Decimal | None:
    value = _or_none(lambda: Decimal(cell.strip()))
    # Decimal's signalling NaN cannot even be compared: frictionless would stop there.
    return None if value is None or value.is_snan() else value


def _year(cell: str) -> int | None:
    year = _integer_of(cell) if len(cell) == YEAR_LENGTH else None
    return year if year is not None and 0 <= year <= LAST_YEAR else None


def _integer_of(cell: str) -> int | None:
    return _or_none(lambda: int(cell))


READERS: dict[tuple[str, str], Read] = {
    ("integer", "default"): _integer,
    ("number", "default"): _number,
    ("year", "default"): _year,
}


def _or_none(read: Callable[[], Value]) -> Value | None:
    try:
        return read()
    except (ValueError, InvalidOperation):
        return None


def _text_tests(wanted: Mapping[str, Any]) -> dict[str, Test]:
    tests: dict[str, Test] = {}
    if "minLength" in wanted:
        tests["minLength"] = lambda cell: len(cell) >= wanted["minLength"]
    if "maxLength" in wanted:
        tests["maxLength"] = lambda cell: len(cell) <= wanted["maxLength"]
    if "pattern" in wanted:
        tests["pattern"] = re.compile("^{}$".format(wanted["pattern"])).match
    if "enum" in wanted:
        tests["enum"] = frozenset(each for each in wanted["enum"] if isinstance(each, str)).__contains__
    return tests


def _bound(field: Field, read: Read, value: Any) -> Any:  # noqa: ANN401
    """A bound as frictionless reads it; None when only frictionless knows."""
    if isinstance(value, str):
        return read(value)
    if type(value) is int and field.type in {"integer", "number"}:
        return value
    return Decimal(str(value)) if type(value) is float and field.type == "number" else None


def _bound_tests(bounds: Mapping[str, Any]) -> dict[str, Test]:
    # A value that is not itself is NaN, which is within no bounds.
    tests: dict[str, Test] = {}
    if "minimum" in bounds:
        tests["minimum"] = lambda value: value == value and value >= bounds["minimum"]
    if "maximum" in bounds:
        tests["maximum"] = lambda value: value == value and value <= bounds["maximum"]
    return tests
