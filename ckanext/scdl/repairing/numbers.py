"""Read a number as French people and software write it. Every meaning is returned; none is preferred."""

from __future__ import annotations

import re
from decimal import Decimal

from ckanext.scdl.repairing.rules.base import NONE, SURE, Readings

# The habits: what a lone comma before three figures is.
DECIMAL, THOUSANDS = "decimal-comma", "thousands-comma"
CURRENCY = re.compile(r"(?:€|\$|\beur(?:os?)?\b)", re.IGNORECASE)
# Spaces of every width, and the apostrophe of Swiss tables, between groups of three.
GROUPED = re.compile(r"\d{1,3}(?:[\s'’]\d{3})+(?=[.,]|$)")
PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?")
COMMA = re.compile(r"[+-]?(?P<whole>\d+),(?P<part>\d+)")
FRENCH = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+")
ENGLISH = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+")
DOTS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3}){2,}")
COMMAS = re.compile(r"[+-]?\d{1,3}(?:,\d{3}){2,}")
MINUS = str.maketrans({"−": "-", "–": "-"})
# More figures are no quantity, and more than 4,300 are no number to Python.
LONGEST = 100


def meanings(text: str) -> Readings:
    """Return what a text is as a number, written with a decimal point: habit → number."""
    bare = CURRENCY.sub("", text.translate(MINUS)).strip().lstrip("'’")
    bare = re.sub(r"^([+-])\s+", r"\1", bare)
    sign, figures = (bare[0], bare[1:]) if bare[:1] in {"+", "-"} else ("", bare)
    grouped = GROUPED.match(figures)
    if grouped:
        figures = re.sub(r"[\s'’]", "", grouped[0]) + figures[grouped.end() :]
    bare = ("-" if sign == "-" else "") + figures
    return _read(bare, grouped=bool(grouped))


def _read(bare: str, *, grouped: bool) -> Readings:
    if PLAIN.fullmatch(bare):
        return {SURE: bare}
    if FRENCH.fullmatch(bare):
        return {SURE: bare.replace(".", "").replace(",", ".")}
    if ENGLISH.fullmatch(bare) or COMMAS.fullmatch(bare):
        # «1,250.50» tells how «1,250» of the same column is to be read.
        return {THOUSANDS: bare.replace(",", "")}
    if DOTS.fullmatch(bare):
        return {SURE: bare.replace(".", "")}
    found = COMMA.fullmatch(bare)
    if not found:
        return NONE
    decimal = bare.replace(",", ".")
    if grouped:
        return {DECIMAL: decimal}
    if len(found["part"]) == 3 and len(found["whole"]) <= 3 and not found["whole"].startswith("0"):
        return {DECIMAL: decimal, THOUSANDS: bare.replace(",", "")}
    return {DECIMAL: decimal}


def as_integer(number: str) -> str | None:
    """Return a number without its null decimals; None when it is not whole."""
    value = Decimal(number)
    if value.adjusted() > LONGEST:
        return None
    return str(int(value)) if value == value.to_integral_value() else None
