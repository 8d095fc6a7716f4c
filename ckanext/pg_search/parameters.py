"""The parameters of a search as pysolr takes them, read once and typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.pg_search.errors import MalformedError, QueryError
from ckanext.pg_search.facets import Wanted
from ckanext.pg_search.query import dismax, lucene
from ckanext.pg_search.query.clauses import Clause

LOCAL_PARAMETERS = re.compile(r"\s*\{!")
SORT = re.compile(r"\s*([^\s,()]+)\s+(asc|desc)\s*", re.IGNORECASE)
MOST_ROWS = 2**31 - 1
UNSUPPORTED = ("bf", "boost", "group", "hl", "facet.query", "facet.range", "facet.pivot", "facet.prefix")


@dataclass(frozen=True)
class Request:
    """One search."""

    query: Clause
    filters: tuple[Clause, ...]
    start: int
    rows: int
    sort: tuple[tuple[str, bool], ...]
    returned: tuple[str, ...]
    facets: Wanted | None


def read(q: str | None, parameters: Mapping[str, Any]) -> Request:
    """Read the parameters of pysolr's `search`.

    Args:
        q: the query.
        parameters: the others, under Solr's names. Sort orders are pairs of a field and «descending».

    Raises:
        QueryError: one of them is malformed, or not answered by this back end.
    """
    refused = [name for name in UNSUPPORTED if parameters.get(name)]
    if refused:
        raise QueryError(f"Not answered by the PostgreSQL search: {', '.join(refused)}")
    operator = str(parameters.get("q.op") or "OR").upper()
    if operator not in ("AND", "OR"):
        raise QueryError("q.op is AND or OR")
    field = str(parameters.get("df") or "text")
    return Request(
        query=_query(q or "*:*", parameters, field, operator),
        filters=tuple(_lucene(text, field, operator) for text in texts(parameters.get("fq")) if text.strip()),
        start=_number("start", parameters.get("start"), 0),
        rows=_number("rows", parameters.get("rows"), 10),
        sort=_sort(parameters.get("sort")),
        returned=tuple(name for part in texts(parameters.get("fl")) for name in re.split(r"[\s,]+", part) if name),
        facets=_facets(parameters),
    )


def texts(value: Any) -> list[str]:  # noqa: ANN401 - a text, a list of them, or nothing
    """Return a parameter that may be repeated as a list."""
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else [str(value)]


def _lucene(text: str, field: str, operator: str) -> Clause:
    if LOCAL_PARAMETERS.match(text):
        raise QueryError("Local parameters are not answered by the PostgreSQL search")
    return lucene.parse(text, field, operator)


def _query(q: str, parameters: Mapping[str, Any], field: str, operator: str) -> Clause:
    parser = str(parameters.get("defType") or "lucene")
    if parser not in ("lucene", "dismax", "edismax"):
        raise QueryError(f"The query parser {parser} is not answered by the PostgreSQL search")
    if parser == "lucene" or (parser == "edismax" and not _is_plain(q)):
        try:
            return _lucene(q, field, operator)
        except MalformedError:
            # Edismax takes what it cannot read for plain words.
            if parser == "lucene":
                raise
    return _dismax(q, parameters, field, operator)


def _dismax(q: str, parameters: Mapping[str, Any], field: str, operator: str) -> Clause:
    if LOCAL_PARAMETERS.match(q):
        raise QueryError("Local parameters are not answered by the PostgreSQL search")
    try:
        tie = float(parameters.get("tie") or 0)
    except ValueError as e:
        raise QueryError("tie is a number") from e
    mm = str(parameters.get("mm") or ("100%" if operator == "AND" else "0"))
    return dismax.parse(q, str(parameters.get("qf") or field), mm, tie)


def _is_plain(q: str) -> bool:
    return not re.search(r"[:()\[\]{}^~*?\\/]|\b(?:AND|OR|NOT)\b", q)


def _number(name: str, value: Any, default: int) -> int:  # noqa: ANN401 - a number or its text
    if value is None or value == "":
        return default
    try:
        number = int(value)
    except (TypeError, ValueError) as e:
        raise QueryError(f"{name} is a whole number") from e
    if not 0 <= number <= MOST_ROWS:
        raise QueryError(f"{name} is between 0 and {MOST_ROWS}")
    return number


def _sort(value: Any) -> tuple[tuple[str, bool], ...]:  # noqa: ANN401 - a text or nothing
    orders: list[tuple[str, bool]] = []
    for part in str(value or "").split(","):
        found = SORT.fullmatch(part)
        if found:
            orders.append((found[1], found[2].lower() == "desc"))
        elif part.strip():
            raise QueryError('Invalid "sort" parameter')
    return tuple(orders)


def _facets(parameters: Mapping[str, Any]) -> Wanted | None:
    names = texts(parameters.get("facet.field"))
    if not names or str(parameters.get("facet", "true")).lower() not in ("true", "on", "yes", "1"):
        return None
    if any(LOCAL_PARAMETERS.match(name) for name in names):
        raise QueryError("Local parameters are not answered by the PostgreSQL search")
    limit = parameters.get("facet.limit")
    unlimited = str(limit).startswith("-")
    return Wanted(
        tuple(dict.fromkeys(names)),
        -1 if unlimited else _number("facet.limit", limit, 100),
        _number("facet.mincount", parameters.get("facet.mincount"), 0),
    )
