"""Quick proofs that a cell is right, for the types and constraints that columns have most.

A proof may say no of a right cell, never yes of a wrong one: who is told no asks frictionless. A proof is made for
cells that are not blank.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import Decimal

from ckanext.scdl.schema import Field

Proof = Callable[[str], object]

# The plain forms of what frictionless takes; it takes more.
INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEAR = re.compile(r"[12][0-9]{3}")
# No port, no user, no percent-encoding, no numeric host: what RFC 3986's reader takes without more ado.
ADDRESS = re.compile(
    r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,20}(?:/[A-Za-z0-9._~/-]*)?(?:\?[A-Za-z0-9_.~=&-]*)?"
)
# frictionless's own, when a field names none.
TRUE_WORDS = ("true", "True", "TRUE", "1")
FALSE_WORDS = ("false", "False", "FALSE", "0")
NUMBER_OPTIONS = frozenset({"bareNumber", "decimalChar", "groupChar", "floatNumber"})


def proof_of(field: Field) -> Proof | None:
    """Return the proof for a field's type and constraints, or None when only frictionless can judge it.

    ``required`` and ``unique`` are not the proof's matter.
    """
    maker = MAKERS.get((field.type, field.format))
    return maker(field) if maker else None


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
    wanted = field.constraints
    if not _constraints(field) <= {"pattern", "enum", "minLength", "maxLength"}:
        return None
    tests: list[Proof] = []
    if wanted.get("pattern") is not None:
        tests.append(re.compile("^{}$".format(wanted["pattern"])).match)
    if wanted.get("enum") is not None:
        tests.append(frozenset(each for each in wanted["enum"] if isinstance(each, str)).__contains__)
    if wanted.get("minLength") is not None:
        tests.append(lambda cell: len(cell) >= wanted["minLength"])
    if wanted.get("maxLength") is not None:
        tests.append(lambda cell: len(cell) <= wanted["maxLength"])
    return tests


def _address(field: Field) -> Proof | None:
    tests = _text_tests(field)
    return None if tests is None else _all([ADDRESS.fullmatch, *tests])


def _day(field: Field) -> Proof | None:
    def proof(cell: str) -> bool:
        try:
            return bool(DAY.fullmatch(cell) and datetime.date.fromisoformat(cell))
        except ValueError:
            return False

    return None if _constraints(field) else proof


def _year(field: Field) -> Proof | None:
    return None if _constraints(field) else YEAR.fullmatch


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
    kinds = {int, type(None)} if field.type == "integer" else {int, float, type(None)}
    if not {type(bound) for bound in bounds} <= kinds:
        return None
    low, high = (None if bound is None else Decimal(str(bound)) for bound in bounds)

    def proof(cell: str) -> bool:
        if not form.fullmatch(cell):
            return False
        value = Decimal(cell)
        return (low is None or value >= low) and (high is None or value <= high)

    return proof


MAKERS: dict[tuple[str, str], Callable[[Field], Proof | None]] = {
    ("string", "default"): _text,
    ("string", "uri"): _address,
    ("date", "default"): _day,
    ("date", "%Y-%m-%d"): _day,
    ("integer", "default"): _integer,
    ("number", "default"): _number,
    ("boolean", "default"): _boolean,
    ("year", "default"): _year,
}
