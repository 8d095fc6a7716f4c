"""Counting facet values as Solr does.

Each row carries the numbers of its facet values. PostgreSQL only joins the numbers of the matches into one string of
bytes; they are counted here, and named by a dictionary that grows but never changes, so that each process keeps it.
"""

from __future__ import annotations

import heapq
import sys
import threading
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl
import sqlalchemy as sa

from ckanext.pg_search import fields
from ckanext.pg_search.conditions import Condition, column_name
from ckanext.pg_search.errors import QueryError
from ckanext.pg_search.table import DOCUMENT, FACET

NUMBER_BYTES = array("i").itemsize
Counts = list[tuple[str, int]]
FACETS_OF_MATCHES = sa.func.string_agg(DOCUMENT.c.facets, sa.literal_column("''::bytea"))


@dataclass(frozen=True)
class Wanted:
    """Which facets: the fields, how many values of each (-1: all), and the least count."""

    names: tuple[str, ...]
    limit: int
    least: int


@dataclass
class Dictionary:
    """The facet values by number, as this process knows them."""

    table: int = 0
    known: dict[int, tuple[str, str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def names(self, connection: sa.Connection, numbers: Iterable[int]) -> Mapping[int, tuple[str, str]]:
        """Return the field and value of each number, reading those that are new."""
        table = connection.execute(
            sa.select(sa.func.to_regclass("pg_search_facet").op("::")(sa.text("oid")))
        ).scalar_one()
        with self.lock:
            if table != self.table:
                self.table, self.known = table, {}
            known = self.known
        missing = [number for number in numbers if number not in known]
        if missing:
            rows = connection.execute(
                sa.select(FACET.c.number, FACET.c.field, FACET.c.value).where(FACET.c.number == sa.func.any(missing))
            )
            known.update({number: (name, value) for number, name, value in rows})
        return known


DICTIONARY = Dictionary()


def packed(numbers: Iterable[int]) -> bytes:
    """Return numbers as a row carries them."""
    return array("i", sorted(numbers)).tobytes()


def tally(joined: bytes) -> dict[int, int]:
    """Return how often each number occurs; polars counts a million four times as fast as a Counter does."""
    row = pl.Array(pl.Int32, len(joined) // NUMBER_BYTES)
    numbers = pl.Series("number", [joined]).bin.reinterpret(dtype=row, endianness=sys.byteorder).explode()
    return dict(numbers.drop_nulls().value_counts().iter_rows())


def count(connection: sa.Connection, joined: bytes | None, found: Condition, wanted: Wanted) -> dict[str, Counts]:
    """Count the values of the matches.

    Args:
        connection: to the database.
        joined: the facet numbers of every match, one after the other.
        found: the condition of the matches, for the fields that have no numbers.
        wanted: the facets to count.

    Returns:
        For each field its values and counts, the highest count first, then the values in order.
    """
    counted = _by_number(connection, joined or b"", wanted) if any(map(is_numbered, wanted.names)) else {}
    return {
        name: _shown(counted.get(column_name(name), {}), wanted)
        if is_numbered(name)
        else _shown(_by_query(connection, name, found, wanted), wanted)
        for name in wanted.names
    }


def in_use(connection: sa.Connection, names: Iterable[str]) -> bool:
    """Tell whether any document ever had a value in one of the fields that have numbers.

    CKAN asks for the groups of the whole catalogue to show one organisation, and many portals have none.
    """
    columns = {column_name(name) for name in names if is_numbered(name)}
    return bool(columns) and bool(
        connection.execute(sa.select(sa.exists().where(FACET.c.field == sa.func.any(sorted(columns))))).scalar()
    )


def is_numbered(name: str) -> bool:
    """Tell whether the values of a field have numbers in the dictionary."""
    return column_name(name) in fields.FACETS or name.startswith("vocab_")


def _by_number(connection: sa.Connection, joined: bytes, wanted: Wanted) -> dict[str, dict[str, int]]:
    numbers = tally(joined)
    if wanted.least == 0:
        everywhere = connection.execute(sa.select(FACETS_OF_MATCHES)).scalar_one()
        numbers = dict.fromkeys(tally(bytes(everywhere or b"")), 0) | numbers
    names = DICTIONARY.names(connection, numbers)
    counted: dict[str, dict[str, int]] = {}
    for number, total in numbers.items():
        name, value = names[number]
        counted.setdefault(name, {})[value] = total
    return counted


def _by_query(connection: sa.Connection, name: str, found: Condition, wanted: Wanted) -> dict[str, int]:
    column = column_name(name)
    if fields.kind(column) in (fields.Kind.ALL_TEXT, fields.Kind.NGRAM):
        raise QueryError(f"The field {name} cannot be counted")
    values = _values(column)
    # A column has one value in a row; a list in the JSON may say the same twice.
    rows = sa.func.count() if column in fields.STRING_COLUMNS else sa.func.count(sa.distinct(DOCUMENT.c.index_id))
    query = sa.select(values, rows).where(found).group_by(values)
    counted = {value: total for value, total in connection.execute(query) if value is not None}
    if wanted.least == 0:
        everywhere = connection.execute(sa.select(values).distinct()).scalars()
        counted |= {value: 0 for value in everywhere if value is not None and value not in counted}
    return counted


def _values(name: str) -> sa.ColumnElement[str]:
    if name in fields.STRING_COLUMNS:
        return DOCUMENT.c[name]
    path = sa.func.jsonb_path_query(
        DOCUMENT.c.fields, sa.cast(f'$."{_path(name)}"[*]', sa.dialects.postgresql.JSONPATH)
    )
    return path.op("#>>")(sa.literal_column("'{}'"))


def _path(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')


def _shown(counted: Mapping[str, int], wanted: Wanted) -> Counts:
    kept = [(value, total) for value, total in counted.items() if total >= wanted.least]
    return heapq.nsmallest(len(kept) if wanted.limit < 0 else wanted.limit, kept, key=lambda pair: (-pair[1], pair[0]))
