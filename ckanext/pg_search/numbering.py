"""Giving numbers to the values that rows carry as numbers: facet values and scopes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from ckanext.pg_search.table import FACET, SCOPE

Pair = tuple[str, str]


def facets(connection: sa.Connection, values: Iterable[Pair]) -> dict[Pair, int]:
    """Return the number of each field and value, giving one to those that are new."""
    wanted: dict[tuple[str, ...], dict[str, str]] = {
        (name, value): {"field": name, "value": value} for name, value in values
    }
    return _numbers(connection, FACET, (FACET.c.field, FACET.c.value), wanted)


def scopes(connection: sa.Connection, values: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return the number of each scope, by its key, giving one to those that are new."""
    wanted: dict[tuple[str, ...], dict[str, Any]] = {
        (scope_key(value),): {"key": scope_key(value), **value} for value in values
    }
    return {key: number for (key,), number in _numbers(connection, SCOPE, (SCOPE.c.key,), wanted).items()}


def scope_key(scope: Mapping[str, Any]) -> str:
    """Return what tells a scope from the others."""
    return json.dumps(scope, ensure_ascii=False, sort_keys=True)


def _numbers(
    connection: sa.Connection,
    table: sa.Table,
    columns: tuple[sa.ColumnElement[str], ...],
    wanted: Mapping[tuple[str, ...], Mapping[str, Any]],
) -> dict[Any, int]:
    def known(keys: list[tuple[str, ...]]) -> dict[Any, int]:
        query = sa.select(table.c.number, *columns).where(sa.tuple_(*columns).in_(keys))
        return {tuple(key): number for number, *key in connection.execute(query)} if keys else {}

    # In order, so that two processes that add the same values wait for each other instead of locking up.
    found = known(sorted(wanted))
    missing = [key for key in sorted(wanted) if key not in found]
    if missing:
        connection.execute(insert(table).values([wanted[key] for key in missing]).on_conflict_do_nothing())
        found |= known(missing)
    return found
