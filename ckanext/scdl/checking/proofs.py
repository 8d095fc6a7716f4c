"""Quick proofs that a cell is right, for the types and constraints that columns have most, and what it is worth.

A proof may say no of a right cell, never yes of a wrong one: who is told no asks frictionless. A proof is made for
cells that are not blank. A file whose cells are all proven is checked without importing frictionless.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ckanext.scdl.checking.exact import FALSE_WORDS, NUMBER_OPTIONS, TRUE_WORDS, exact
from ckanext.scdl.schema import Field

Proof = Callable[[str], object]

# The plain forms of what frictionless takes; it takes more.
INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAYS = ("default", "%Y-%m-%d")
ANYTHING = re.compile(r".*")
YEAR = re.compile(r"[12][0-9]{3}")
# No port, no user, no percent-encoding, no numeric host: what RFC 3986's reader takes without more ado.
ADDRESS = re.compile(
    r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,20}(?:/[A-Za-z0-9._~/-]*)?(?:\?[A-Za-z0-9_.~=&-]*)?"
)
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})?")
# validators' reader takes more: quoted names, accents, internationalised domains.
MAILBOX = re.compile(
    r"[A-Za-z0-9_-]{1,30}(?:\.[A-Za-z0-9_-]{1,30})?@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,50}[A-Za-z0-9])?\.){1,3}[A-Za-z]{2,20}"
)
POINT = re.compile(r"\[-?(?:0|[1-9][0-9]{0,2})(?:\.[0-9]{1,20})?, ?-?(?:0|[1-9][0-9]?)(?:\.[0-9]{1,20})?\]")
EAST, NORTH = 180, 90
SHORTEST_MOMENT = len("2024-12-31T00:00:00")


def proof_of(field: Field) -> Proof | None:
    """Return the proof for a field's type and constraints, or None when only frictionless can judge it.

    ``required`` and ``unique`` are not the proof's matter.
    """
    maker = _dated(field) or MAKERS.get((field.type, field.format))
    return maker(field) if maker else None


def value_of(field: Field) -> Callable[[str], Any]:
    """Return what gives the value of a proven cell, equal to frictionless's."""
    if field.type == "boolean":
        return frozenset(field.descriptor.get("trueValues", TRUE_WORDS)).__contains__
    if field.type == "date":
        return _day_reader(field)
    return VALUES.get(field.type, str)


def disproof_of(field: Field) -> Proof:
    """Return what tells that a cell is surely not of the field's type; it may say no of a wrong cell."""
    return DISPROOFS.get((field.type, field.format), lambda _: False)


def sure_form(field: Field) -> str | None:
    """Return the form that proves a cell right by itself, for polars (Rust's regular expressions agree on it)."""
    if (field.type, field.format) == ("string", "uri") and not _constraints(field):
        return rf"^(?:{ADDRESS.pattern})$"
    return None


def is_trivial(field: Field) -> bool:
    """Whether any text that is not blank is right."""
    return (field.type, field.format) == ("string", "default") and not _constraints(field)


def _constraints(field: Field) -> set[str]:
    return {name for name, value in field.constraints.items() if value is not None} - {"required", "unique"}


def _text(field: Field) -> Proof | None:
    return _all(_text_tests(field))


def _all(tests: list[Proof] | None) -> Proof | None:
    """One proof of several; a lone one is as quick as can be."""
    if tests is None or len(tests) == 1:
        return tests[0] if tests else None
    return lambda cell: all(test(cell) for test in tests)


def _text_tests(field: Field) -> list[Proof] | None:
    certain = exact(replace(field, format="default"))
    return list(certain.tests.values()) if certain else None


def _formed(form: re.Pattern[str]) -> Callable[[Field], Proof | None]:
    """A text of a sure form, with any constraint of a text."""

    def maker(field: Field) -> Proof | None:
        tests = _text_tests(field)
        return None if tests is None else _all([form.fullmatch, *tests])

    return maker


def _free(proof: Proof) -> Callable[[Field], Proof | None]:
    """A proof for fields without a constraint."""
    return lambda field: None if _constraints(field) else proof


def _day_reader(field: Field) -> Callable[[str], Any]:
    """Read a day as frictionless does, or raise ``ValueError``."""
    if field.format in DAYS:
        return datetime.date.fromisoformat
    return lambda cell: datetime.datetime.strptime(cell, field.format).date()  # noqa: DTZ007


def _day(field: Field) -> Proof | None:
    if not _constraints(field) <= {"minimum", "maximum"}:
        return None
    read, form = _day_reader(field), DAY if field.format in DAYS else ANYTHING
    try:
        low, high = (
            None if bound is None else read(str(bound)) for bound in map(field.constraints.get, ("minimum", "maximum"))
        )
    except ValueError:
        return None

    def proof(cell: str) -> bool:
        try:
            day = form.fullmatch(cell) and read(cell)
        except ValueError:
            return False
        return bool(day) and (low is None or day >= low) and (high is None or day <= high)

    return proof


def _moment(cell: str) -> bool:
    try:
        return bool(MOMENT.fullmatch(cell) and datetime.datetime.fromisoformat(cell))
    except ValueError:
        return False


def _point(cell: str) -> bool:
    if not POINT.fullmatch(cell):
        return False
    east, north = _point_value(cell)
    return abs(east) <= EAST and abs(north) <= NORTH


def _point_value(cell: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, json.loads(cell)))


def _year(field: Field) -> Proof | None:
    return _number(field, YEAR)


def _array(field: Field) -> Proof | None:
    """A list whose items are proven texts."""
    if _constraints(field):
        return None
    item = field.descriptor.get("arrayItem")
    if item is None:
        return _list
    described = Field.from_descriptor({"name": field.name, "type": "any", **item})
    test = None if {"missingValues", "arrayItem"} & set(item) or described.type != "string" else proof_of(described)
    if test is None:
        return None

    def proof(cell: str) -> bool:
        items = _list(cell)
        return items is not None and all(isinstance(each, str) and each != "" and test(each) for each in items)

    return proof


def _json(cell: str) -> Any:  # noqa: ANN401
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return None


def _list(cell: str) -> list[Any] | None:
    """Return a list with something in it, None for anything else."""
    found = _json(cell)
    return found if isinstance(found, list) and found else None


def _boolean(field: Field) -> Proof | None:
    words = [*field.descriptor.get("trueValues", TRUE_WORDS), *field.descriptor.get("falseValues", FALSE_WORDS)]
    return None if _constraints(field) else frozenset(each for each in words if isinstance(each, str)).__contains__


def _integer(field: Field) -> Proof | None:
    return _number(field, INTEGER)


def _number(field: Field, form: re.Pattern[str] = NUMBER) -> Proof | None:
    bounds = [field.constraints.get(name) for name in ("minimum", "maximum")]
    if not _constraints(field) <= {"minimum", "maximum"} or NUMBER_OPTIONS & set(field.descriptor):
        return None
    if not any(bound is not None for bound in bounds):
        return form.fullmatch
    kinds = {int, float, type(None)} if field.type == "number" else {int, type(None)}
    if not {type(bound) for bound in bounds} <= kinds:
        return None
    low, high = (None if bound is None else Decimal(str(bound)) for bound in bounds)

    def proof(cell: str) -> bool:
        if not form.fullmatch(cell):
            return False
        value = Decimal(cell)
        return (low is None or value >= low) and (high is None or value <= high)

    return proof


def _dated(field: Field) -> Callable[[Field], Proof | None] | None:
    return _day if field.type == "date" and ("%" in field.format or field.format in DAYS) else None


MAKERS: dict[tuple[str, str], Callable[[Field], Proof | None]] = {
    ("string", "default"): _text,
    ("string", "uri"): _formed(ADDRESS),
    ("string", "email"): _formed(MAILBOX),
    ("integer", "default"): _integer,
    ("number", "default"): _number,
    ("boolean", "default"): _boolean,
    ("year", "default"): _year,
    ("datetime", "default"): _free(_moment),
    ("geopoint", "array"): _free(_point),
    ("array", "default"): _array,
}
DISPROOFS: dict[tuple[str, str], Proof] = {
    # An address without a scheme, a mailbox without a sign, what no list or moment begins with.
    ("string", "uri"): lambda cell: ":" not in cell,
    ("string", "email"): lambda cell: cell.count("@") != 1,
    ("datetime", "default"): lambda cell: len(cell) < SHORTEST_MOMENT or cell[16] != ":",
    ("geopoint", "array"): lambda cell: _json(cell) is None,
    ("array", "default"): lambda cell: not isinstance(_json(cell), list),
}
VALUES: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "number": Decimal,
    "year": int,
    "datetime": datetime.datetime.fromisoformat,
    "geopoint": _point_value,
    "array": json.loads,
}
