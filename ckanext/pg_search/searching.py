"""Answering a search: what matches, how many, in which order, which fields, which facets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ckanext.pg_search import facets, fields
from ckanext.pg_search.conditions import Compiler, Condition, all_of, column_name, date_column, number_column
from ckanext.pg_search.errors import QueryError
from ckanext.pg_search.facets import FACETS_OF_MATCHES, Counts, is_numbered
from ckanext.pg_search.fields import DATE_COLUMNS, STRING_COLUMNS, Kind, kind
from ckanext.pg_search.parameters import Request
from ckanext.pg_search.scores import WINDOW, Scores, scores
from ckanext.pg_search.table import DOCUMENT

COLUMNS = DOCUMENT.c
PAYLOAD = ("data_dict", "validated_data_dict")


@dataclass(frozen=True)
class Answer:
    """The documents of one page, the number of all matches, the counts of each facet."""

    documents: list[dict[str, Any]]
    total: int
    facets: dict[str, Counts]


def answer(connection: sa.Connection, request: Request) -> Answer:
    """Answer a search.

    Raises:
        QueryError: the search is outside of what this back end answers.
    """
    compiler = Compiler()
    found = all_of([compiler.condition(request.query), *(compiler.condition(clause) for clause in request.filters)])
    wanted = request.facets
    numbered = wanted is not None and any(map(is_numbered, wanted.names))
    total, joined = connection.execute(
        sa.select(sa.func.count(), FACETS_OF_MATCHES if numbered else sa.null()).select_from(DOCUMENT).where(found)
    ).one()
    counted = facets.count(connection, bytes(joined or b""), found, wanted) if wanted else {}
    page = list(_page(connection, request, found, compiler)) if request.rows and request.start < total else []
    return Answer(page, total, counted)


def _page(
    connection: sa.Connection, request: Request, found: Condition, compiler: Compiler
) -> Iterator[dict[str, Any]]:
    ranked = scores(request.query, compiler)
    by_score = not request.sort or any(name == "score" for name, _ in request.sort)
    if ranked is None or not (by_score or "score" in request.returned):
        keys = _unranked(request, found)
    else:
        keys = _ranked(request, found, ranked)
    page = keys.limit(request.rows).offset(request.start).subquery()
    query = (
        sa.select(page.c.score, *_columns(request.returned))
        .select_from(page.join(DOCUMENT, COLUMNS.index_id == page.c.index_id))
        .order_by(page.c.position)
    )
    for row in connection.execute(query):
        yield _document(row._mapping, request.returned)


def _unranked(request: Request, found: Condition) -> sa.Select[Any]:
    orders = [*_orders(request, None), COLUMNS.index_id]
    ordered = sa.select(COLUMNS.index_id).where(found).order_by(*orders).limit(request.start + request.rows).subquery()
    return sa.select(
        ordered.c.index_id, sa.literal(1.0).label("score"), sa.func.row_number().over().label("position")
    ).order_by("position")


def _ranked(request: Request, found: Condition, ranked: Scores) -> sa.Select[Any]:
    first = _orders(request, ranked.first)
    candidates = (
        sa.select(COLUMNS.index_id, ranked.first.label("first"))
        .where(found)
        .order_by(*first, COLUMNS.metadata_modified.desc().nulls_last(), COLUMNS.index_id)
        .limit(max(WINDOW, request.start + request.rows))
        .cte("candidates")
    )
    numbered = sa.select(candidates, sa.func.row_number().over().label("place")).cte("numbered")
    inside = numbered.c.place <= WINDOW
    score = sa.case((inside, ranked.full), else_=numbered.c.first)
    orders = [inside.desc(), *_orders(request, score), numbered.c.place]
    return (
        sa.select(
            numbered.c.index_id,
            score.label("score"),
            sa.func.row_number().over(order_by=orders).label("position"),
        )
        .select_from(numbered.join(DOCUMENT, COLUMNS.index_id == numbered.c.index_id))
        .order_by("position")
    )


def _orders(request: Request, score: sa.ColumnElement[Any] | None) -> list[sa.ColumnElement[Any]]:
    orders: list[sa.ColumnElement[Any]] = []
    for name, descending in request.sort or (("score", True),):
        column = score if name == "score" else _sort_column(name)
        if column is not None:
            # Solr's sortMissingLast: documents without a value stand last, whichever the direction.
            orders.append((column.desc() if descending else column.asc()).nulls_last())
    return orders


def _sort_column(name: str) -> sa.ColumnElement[Any]:
    name = column_name(name)
    if name == "title_string":
        return COLUMNS.title_key.collate("C")
    if name in STRING_COLUMNS:
        return COLUMNS[name].collate("C")
    if name in DATE_COLUMNS:
        return COLUMNS[name]
    sort = kind(name)
    if sort is Kind.DATE:
        return date_column(name)
    if sort is Kind.NUMBER:
        return sa.func.coalesce(number_column(name), 0)
    if sort in (Kind.ALL_TEXT, Kind.NGRAM) or fields.is_multivalued(name):
        raise QueryError('Invalid "sort" parameter')
    column: sa.ColumnElement[str] = COLUMNS.fields[name].astext.collate("C")
    return column


def _columns(returned: tuple[str, ...]) -> list[sa.ColumnElement[Any]]:
    everything = not set(returned) - {"score"} or "*" in returned
    payload = [COLUMNS[name] for name in PAYLOAD if everything or name in returned]
    if not everything and all(name in (*PAYLOAD, "score", *STRING_COLUMNS) for name in returned):
        return [*payload, *(COLUMNS[name] for name in returned if name in STRING_COLUMNS)]
    return [*payload, COLUMNS.fields]


def _document(row: Any, returned: tuple[str, ...]) -> dict[str, Any]:  # noqa: ANN401 - a row as a mapping
    wanted = set(returned) - {"score"}
    known = dict(row.get("fields") or {}) if "fields" in row else {}
    known |= {name: row[name] for name in row if name not in ("fields", "score") and row[name] is not None}
    document = {
        name: value
        for name, value in known.items()
        if fields.is_stored(name) and (not wanted or "*" in wanted or name in wanted)
    }
    if "score" in returned:
        document["score"] = float(row["score"])
    return document
