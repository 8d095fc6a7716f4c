"""Answering a search: what matches, how many, in which order, which fields, which facets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from ckanext.pg_search import facets
from ckanext.pg_search.conditions import (
    Compiler,
    Condition,
    all_of,
    column_name,
    conjuncts,
    date_column,
    is_scope,
    number_column,
    scope_condition,
)
from ckanext.pg_search.errors import QueryError
from ckanext.pg_search.facets import FACETS_OF_MATCHES, Counts
from ckanext.pg_search.fields import DATE_COLUMNS, STRING_COLUMNS, Kind, is_multivalued, is_stored, kind
from ckanext.pg_search.parameters import Request
from ckanext.pg_search.scores import WINDOW, Scores, scores
from ckanext.pg_search.table import DOCUMENT, SCOPE
from ckanext.socle.kept import Kept

COLUMNS = DOCUMENT.c
# What needs no reading of the JSON of all fields.
READY = ("id", "name", "organization", "data_dict", "validated_data_dict")


# What matches are sorted on, None for the score, and whether downwards.
Keys = list[tuple[sa.ColumnElement[Any] | None, bool]]


@dataclass(frozen=True)
class Ranking:
    """The scores of a search and the order that they are part of."""

    scores: Scores
    keys: Keys

    def by(self, score: sa.ColumnElement[Any]) -> list[tuple[sa.ColumnElement[Any], bool]]:
        """Return the order, with one of the scores where it stands."""
        return [(score if column is None else column, down) for column, down in self.keys]


@dataclass(frozen=True)
class Place:
    """A document's place in a page."""

    name: str
    score: float


@dataclass(frozen=True)
class Found:
    """The places of one page, the number of all matches, the counts of each facet."""

    places: Sequence[Place]
    total: int
    facets: Mapping[str, Counts]


@dataclass(frozen=True)
class Answer:
    """The documents of one page, the number of all matches, the counts of each facet."""

    documents: list[dict[str, Any]]
    total: int
    facets: Mapping[str, Counts]


# The facets of the whole catalogue are 30 ms of counting, and the same for everybody with the same rights.
KEPT: Kept[Found] = Kept(32)


def answer(connection: sa.Connection, request: Request) -> Answer:
    """Answer a search.

    Raises:
        QueryError: the search is outside of what this back end answers.
    """
    # What is asked says who asks: CKAN filters by the labels of the visitor. What says NOW is of this moment alone.
    if "NOW" in repr(request):
        found = _found(connection, request)
    else:
        found = KEPT.get(connection, request, lambda: _found(connection, request))
    return Answer(_documents(connection, found.places, request.returned), found.total, found.facets)


def _found(connection: sa.Connection, request: Request) -> Found:
    compiler = Compiler()
    keys = _sort_keys(request)
    found = _matches(connection, request, compiler)
    ranked = _ranking(request, compiler)
    numbered = request.facets is not None and facets.in_use(connection, request.facets.names)
    if ranked is None:
        joined = FACETS_OF_MATCHES if numbered else sa.null()
        total, values = connection.execute(sa.select(sa.func.count(), joined).select_from(DOCUMENT).where(found)).one()
        shown = request.rows and request.start < total
        places = _in_order(connection, request, found, keys) if shown else []
    else:
        total, values, places = _by_score(connection, request, found, Ranking(ranked, keys), numbered=numbered)
    counted = facets.count(connection, bytes(values or b""), found, request.facets) if request.facets else {}
    return Found(places, total, counted)


def _matches(connection: sa.Connection, request: Request, compiler: Compiler) -> Condition:
    """Return the condition of the matches; what tells who sees a document is looked up beforehand."""
    clauses = [part for clause in (request.query, *request.filters) for part in conjuncts(clause)]
    visible = [scope_condition(clause) for clause in clauses if is_scope(clause)]
    parts = [compiler.condition(clause) for clause in clauses if not is_scope(clause)]
    if visible:
        numbers = connection.execute(sa.select(SCOPE.c.number).where(*visible)).scalars().all()
        parts.append(COLUMNS.scope == numbers[0] if len(numbers) == 1 else COLUMNS.scope == sa.any_(_array(numbers)))
    return all_of(parts)


def _array(values: Sequence[Any], of: Any = sa.Integer) -> sa.ColumnElement[Any]:  # noqa: ANN401 - a type
    return sa.cast(list(values), ARRAY(of))


def _ranking(request: Request, compiler: Compiler) -> Scores | None:
    by_score = not request.sort or any(name == "score" for name, _ in request.sort)
    wanted = request.rows and (by_score or "score" in request.returned)
    return scores(request.query, compiler) if wanted else None


def _in_order(connection: sa.Connection, request: Request, found: Condition, keys: Keys) -> list[Place]:
    orders = [_ordered(column, down) for column, down in keys if column is not None]
    query = sa.select(COLUMNS.index_id).where(found).order_by(*orders, COLUMNS.index_id)
    names = connection.execute(query.limit(request.rows).offset(request.start)).scalars()
    return [Place(name, 1.0) for name in names]


def _by_score(
    connection: sa.Connection, request: Request, found: Condition, ranking: Ranking, *, numbered: bool
) -> tuple[int, bytes | None, list[Place]]:
    """Read the matches once: count them, join their facets, and keep the first ones, which are then ranked."""
    keys = ranking.by(ranking.scores.first)
    if COLUMNS.metadata_modified not in {column for column, _ in keys}:
        keys.append((COLUMNS.metadata_modified, True))
    matches = (
        sa.select(COLUMNS.index_id, COLUMNS.facets, ranking.scores.first.label("first"))
        .add_columns(*(column.label(f"key{number}") for number, (column, _) in enumerate(keys)))
        .where(found)
        .cte("matches")
    )
    orders = [_ordered(matches.c[f"key{number}"], down) for number, (_, down) in enumerate(keys)]
    top = (
        sa.select(matches.c.index_id, matches.c.first)
        .order_by(*orders, matches.c.index_id)
        .limit(max(WINDOW, request.start + request.rows))
        .cte("top")
    )
    joined = sa.select(sa.func.string_agg(matches.c.facets, sa.literal_column("''::bytea"))).select_from(matches)
    total, values, names, firsts = connection.execute(
        sa.select(
            sa.select(sa.func.count()).select_from(matches).scalar_subquery(),
            joined.scalar_subquery() if numbered else sa.null(),
            sa.select(sa.func.array_agg(top.c.index_id)).scalar_subquery(),
            sa.select(sa.func.array_agg(top.c.first)).scalar_subquery(),
        )
    ).one()
    places = [Place(name, float(first)) for name, first in zip(names or [], firsts or [], strict=True)]
    if request.start < WINDOW:
        places[:WINDOW] = _fully_ranked(connection, places[:WINDOW], ranking)
    return total, values, places[request.start : request.start + request.rows]


def _fully_ranked(connection: sa.Connection, places: list[Place], ranking: Ranking) -> list[Place]:
    names = _array([place.name for place in places], sa.Text)
    keys = ranking.by(ranking.scores.full)
    query = (
        sa.select(COLUMNS.index_id, ranking.scores.full)
        .where(COLUMNS.index_id == sa.any_(names))
        .order_by(*(_ordered(column, down) for column, down in keys), sa.func.array_position(names, COLUMNS.index_id))
    )
    return [Place(name, float(score)) for name, score in connection.execute(query)]


def _sort_keys(request: Request) -> Keys:
    sort = request.sort or (("score", True),)
    return [(None if name == "score" else _sort_column(name), down) for name, down in sort]


def _ordered(column: sa.ColumnElement[Any], down: bool) -> sa.ColumnElement[Any]:
    # Solr's sortMissingLast: documents without a value stand last, whichever the direction.
    return (column.desc() if down else column.asc()).nulls_last()


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
    if sort in (Kind.ALL_TEXT, Kind.NGRAM) or is_multivalued(name):
        raise QueryError('Invalid "sort" parameter')
    column: sa.ColumnElement[str] = COLUMNS.fields[name].astext.collate("C")
    return column


def _documents(connection: sa.Connection, places: Sequence[Place], returned: tuple[str, ...]) -> list[dict[str, Any]]:
    """Read the documents of a page, in its order."""
    if not places:
        return []
    wanted = set(returned) - {"score"}
    everything = not wanted or "*" in wanted
    columns = [COLUMNS[name] for name in READY if everything or name in wanted]
    if everything or wanted - set(READY):
        columns.append(COLUMNS.fields)
    names = _array([place.name for place in places], sa.Text)
    query = sa.select(COLUMNS.index_id.label("place"), *columns).where(COLUMNS.index_id == sa.any_(names))
    rows = {row["place"]: row for row in connection.execute(query).mappings()}
    documents = []
    for place in places:
        known = {**(rows[place.name].get("fields") or {}), **rows[place.name]}
        chosen = {name for name in known if is_stored(name) and (everything or name in wanted)}
        document = {name: known[name] for name in known if name in chosen and known[name] is not None}
        documents.append({**document, "score": place.score} if "score" in returned else document)
    return documents
