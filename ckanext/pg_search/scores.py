"""What `score` is: how well a document answers the words looked for.

Ranking every match is what makes a full text search slow, so it is bounded. Matches are first told apart by what is
cheap to know, as their rows say it: all of the words are in the title, the name or the tags; one of them is; none is.
The 100 first by that, then by date of modification, are ordered by their *full score*, of the whole text. Documents
beyond these keep the first order, so pages never overlap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from ckanext.pg_search.conditions import Compiler, holds, is_hot
from ckanext.pg_search.fields import NGRAMS, Kind, kind
from ckanext.pg_search.query.clauses import AnyField, Boolean, Boosted, Clause, Value
from ckanext.pg_search.table import DOCUMENT
from ckanext.pg_search.text import meaningful, words
from ckanext.pg_search.words_query import stemmed

WINDOW = 100
COLUMNS = DOCUMENT.c
Number = sa.ColumnElement[Any]


@dataclass(frozen=True)
class _Words:
    """Words and the weight of each part of a document (rest, notes, name and tags, title), as `ts_rank` wants them."""

    words: tuple[str, ...]
    weights: tuple[float, float, float, float]
    factor: float


@dataclass(frozen=True)
class _Match:
    """A clause that counts as much in every document that it matches."""

    clause: Clause
    factor: float


Part = _Words | _Match


@dataclass(frozen=True)
class Scores:
    """The two scores, as SQL: that of every match, and that of the first ones."""

    first: Number
    full: Number


def scores(clause: Clause, compiler: Compiler) -> Scores | None:
    """Return the scores of a query, None where all matches are worth the same."""
    parts = list(_merged(_parts(clause, 1.0, chosen=False)))
    if not parts:
        return None
    return Scores(_total([_first(part, compiler) for part in parts]), _total([_full(part, compiler) for part in parts]))


def _parts(clause: Clause, factor: float, *, chosen: bool) -> Iterator[Part]:
    """List what scores; `chosen` where documents may match without this clause."""
    if isinstance(clause, Boosted):
        yield from _parts(clause.clause, factor * clause.factor, chosen=chosen)
    elif isinstance(clause, Boolean):
        for part in clause.must:
            yield from _parts(part, factor, chosen=chosen)
        for part in clause.should:
            yield from _parts(part, factor, chosen=True)
    elif isinstance(clause, AnyField):
        yield from _any_field(clause, factor)
    elif isinstance(clause, Value) and kind(clause.field) in (Kind.TEXT, Kind.ALL_TEXT):
        found = tuple(meaningful(words(clause.text)))
        if found:
            yield _Words(found, _weights({clause.field: 1.0}), factor)
    elif isinstance(clause, Value) and chosen and (is_hot(clause) or clause.field in NGRAMS):
        yield _Match(clause, factor)


def _any_field(clause: AnyField, factor: float) -> Iterator[Part]:
    pairs = [(part.clause, part.factor) if isinstance(part, Boosted) else (part, 1.0) for part in clause.clauses]
    boosts = {part.field: boost for part, boost in pairs if isinstance(part, Value)}
    text = next((part.text for part, _ in pairs if isinstance(part, Value)), "")
    found = tuple(meaningful(words(text)))
    if found and boosts:
        yield _Words(found, _weights(boosts), factor * max(boosts.values()))
    if boosts.get("name"):
        yield _Match(Value("name", text.lower()), factor * boosts["name"])


def _weights(boosts: dict[str, float]) -> tuple[float, float, float, float]:
    text = boosts.get("text", 0.0)
    labels = [boosts[name] for name in ("tags", "groups", "organization") if name in boosts]
    title = text + boosts.get("title", 0.0)
    headline = text + max(labels, default=boosts.get("name", 0.0))
    notes = text + boosts.get("notes", 0.0)
    known = ("text", "title", "tags", "groups", "organization", "name", "notes")
    rest = max([text / 2, *(boost for name, boost in boosts.items() if name not in known)])
    top = max(title, headline, notes, rest) or 1.0
    return rest / top, notes / top, headline / top, title / top


def _merged(parts: Iterator[Part]) -> Iterator[Part]:
    """Put words of the same weights together: one ranking instead of one for each word."""
    groups: dict[tuple[tuple[float, ...], float], list[str]] = {}
    for part in parts:
        if isinstance(part, _Words):
            groups.setdefault((part.weights, part.factor), []).extend(part.words)
        else:
            yield part
    for (weights, factor), found in groups.items():
        rest, notes, headline, title = weights
        yield _Words(tuple(dict.fromkeys(found)), (rest, notes, headline, title), factor)


def _total(terms: list[Number]) -> Number:
    return sum(terms[1:], start=terms[0])


def _first(part: Part, compiler: Compiler) -> Number:
    if isinstance(part, _Match):
        return _match(part, compiler)
    kinds = dict.fromkeys(f" {sign} ".join(f"'{word}'" for word in part.words) for sign in ("&", "|"))
    held = [sa.cast(COLUMNS.head.op("@@")(stemmed(query)), sa.Integer) for query in kinds]
    return sum(held[1:], start=held[0]) * (part.factor / len(held))


def _full(part: Part, compiler: Compiler) -> Number:
    if isinstance(part, _Match):
        return _match(part, compiler)
    query = stemmed(" | ".join(f"'{word}'" for word in part.words))
    return sa.func.ts_rank(sa.cast(list(part.weights), ARRAY(sa.REAL)), COLUMNS.body, query) * part.factor


def _match(part: _Match, compiler: Compiler) -> Number:
    clause = part.clause
    worth: sa.ColumnElement[Any] = sa.literal(part.factor)
    if isinstance(clause, Value) and clause.field in NGRAMS:
        # The shorter the title, the more of it was typed.
        worth = part.factor * (1 + 1.0 / (1 + sa.func.length(sa.func.coalesce(COLUMNS.title_key, ""))))
        return sa.case((holds(clause.field, clause.text), worth), else_=0.0)
    return sa.case((compiler.condition(clause), worth), else_=0.0)
