"""The tree of a query, after parsing and before SQL."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Wild(Enum):
    """A wildcard."""

    ANY = "*"
    ONE = "?"


@dataclass(frozen=True)
class Everything:
    """Every document (`*:*`)."""


@dataclass(frozen=True)
class Nothing:
    """No document."""


@dataclass(frozen=True)
class Value:
    """One word or phrase looked for in a field."""

    field: str
    text: str
    phrase: bool = False
    slop: int = 0


@dataclass(frozen=True)
class Pattern:
    """Literal pieces with wildcards (`*` any text, `?` one character) between them."""

    field: str
    pieces: tuple[str | Wild, ...]


@dataclass(frozen=True)
class Exists:
    """Documents that have a value in the field."""

    field: str


@dataclass(frozen=True)
class Span:
    """A range; a bound that is None is open."""

    field: str
    low: str | None
    high: str | None
    include_low: bool
    include_high: bool


@dataclass(frozen=True)
class Boolean:
    """Lucene's boolean query: all of `must`, at least `least` of `should`, none of `must_not`."""

    must: tuple[Clause, ...] = ()
    should: tuple[Clause, ...] = ()
    must_not: tuple[Clause, ...] = ()
    least: int = 0


@dataclass(frozen=True)
class AnyField:
    """The best of several clauses (dismax): matches where one matches, scores as the best plus `tie` of the others."""

    clauses: tuple[Clause, ...]
    tie: float


@dataclass(frozen=True)
class Boosted:
    """A clause whose score counts `factor` times."""

    clause: Clause
    factor: float


Clause = Everything | Nothing | Value | Pattern | Exists | Span | Boolean | AnyField | Boosted
