"""From the tree of a query to an SQL condition. Values are bound parameters, without exception."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from ckanext.pg_search import fields, patterns
from ckanext.pg_search.errors import QueryError
from ckanext.pg_search.fields import ALIASES, DATE_COLUMNS, NGRAMS, SCOPE_FIELDS, STRING_COLUMNS, Kind, kind
from ckanext.pg_search.query import dates
from ckanext.pg_search.query.clauses import (
    AnyField,
    Boolean,
    Boosted,
    Clause,
    Everything,
    Exists,
    Nothing,
    Pattern,
    Span,
    Value,
)
from ckanext.pg_search.table import DOCUMENT, SCOPE
from ckanext.pg_search.text import GRAM, fold, grams
from ckanext.pg_search.words_query import stemmed, text_query

Condition = sa.ColumnElement[bool]
COLUMNS = DOCUMENT.c
WEIGHTS = {"title": "A", "notes": "C"}
# Fields whose words are in the text of the whole document: a word that is nowhere there is not in them either.
IN_ALL_TEXT = {"name", "title", "tags", "groups", "notes", "organization", "license", "author", "maintainer"}
LARGEST = 2**31


def utc_now() -> datetime:
    """Return what NOW means to a query that starts."""
    return datetime.now(timezone.utc)


@dataclass(frozen=True)
class Compiler:
    """Compiles the clauses of one search, all with the same NOW."""

    now: datetime = field(default_factory=utc_now)

    def condition(self, clause: Clause) -> Condition:
        """Return the condition that a row matches.

        Raises:
            QueryError: a value is not of the field's type, or the clause is outside of the subset.
        """
        if is_scope(clause):
            return COLUMNS.scope.in_(sa.select(SCOPE.c.number).where(scope_condition(clause)))
        handler = HANDLERS[type(clause)]
        return handler(self, clause)

    def _value(self, clause: Value) -> Condition:
        name = column_name(clause.field)
        sort = kind(name)
        if sort in (Kind.ALL_TEXT, Kind.TEXT):
            return _text(clause)
        if sort is Kind.NGRAM:
            return _ngram(name, clause.text)
        if sort is Kind.DATE:
            return date_column(name) == dates.parse(clause.text, self.now)
        if sort is Kind.NUMBER:
            return number_column(name) == integer(clause.text)
        return _equals(name, [clause.text])

    def _exists(self, clause: Exists) -> Condition:
        name = column_name(clause.field)
        if kind(name) is Kind.ALL_TEXT:
            return sa.true()
        if name in STRING_COLUMNS or name in DATE_COLUMNS:
            return COLUMNS[name].is_not(None)
        existing: Condition = COLUMNS.fields.has_key(NGRAMS.get(name, name))
        return existing

    def _span(self, clause: Span) -> Condition:
        name = column_name(clause.field)
        sort = kind(name)
        if sort is Kind.DATE:
            return _between(date_column(name), clause, lambda text: dates.parse(text, self.now))
        if sort is Kind.NUMBER:
            return _between(number_column(name), clause, integer)
        if sort is Kind.STRING and name in STRING_COLUMNS:
            return _between(COLUMNS[name].collate("C"), clause, str)
        if sort is Kind.STRING:
            return patterns.any_value(name, lambda value: _between(value.collate("C"), clause, str))
        if sort is Kind.TEXT:
            return patterns.any_word(name, lambda word: _between(word.collate("C"), clause, fold))
        raise QueryError(f"Ranges of {name} are not answered")

    def _pattern(self, clause: Pattern) -> Condition:
        return patterns.condition(column_name(clause.field), clause.pieces)

    def _boolean(self, clause: Boolean) -> Condition:
        parts = [self.condition(part) for part in clause.must]
        parts += [self._without(part) for part in clause.must_not]
        if clause.least:
            parts.append(self._at_least(clause.should, clause.least))
        return sa.and_(sa.true(), *parts)

    def _without(self, clause: Clause) -> Condition:
        found = self.condition(clause)
        return sa.not_(sa.func.coalesce(found, sa.false()) if is_hot(clause) else _looked_up(found))

    def _at_least(self, clauses: tuple[Clause, ...], least: int) -> Condition:
        if least == len(clauses):
            return sa.and_(*(self.condition(clause) for clause in clauses))
        if least > 1:
            return self._several(clauses, least)
        merged = _same_field(clauses)
        if merged:
            return _equals(*merged)
        return self._any_of(clauses)

    def _any_of(self, clauses: Iterable[Clause]) -> Condition:
        found = [(clause, self.condition(clause)) for clause in clauses]
        if all(is_hot(clause) for clause, _ in found):
            return sa.or_(*(condition for _, condition in found))
        # Each alternative by its own index: one without would make PostgreSQL read the wide columns of every row.
        keys = [sa.select(COLUMNS.index_id).where(condition).correlate(None) for _, condition in found]
        return COLUMNS.index_id.in_(sa.union_all(*keys))

    def _alternative(self, clause: Clause) -> Condition:
        found = self.condition(clause)
        return found if is_hot(clause) else _looked_up(found)

    def _several(self, clauses: tuple[Clause, ...], least: int) -> Condition:
        matches = [sa.case((sa.func.coalesce(self._alternative(clause), sa.false()), 1), else_=0) for clause in clauses]
        # Where at least m of n match, one of any n-m+1 does: the index finds the candidates.
        some = self._any_of(clauses[least - 1 :])
        return sa.and_(some, sum(matches[1:], start=matches[0]) >= least)

    def _any_field(self, clause: AnyField) -> Condition:
        values = [part.clause if isinstance(part, Boosted) else part for part in clause.clauses]
        everywhere = [part for part in values if isinstance(part, Value) and part.field == "text"]
        covered = all(
            isinstance(part, Value) and (part.field == "text" or part.field in IN_ALL_TEXT) for part in values
        )
        if everywhere and covered:
            return self.condition(everywhere[0])
        return self._any_of(values)


HANDLERS: dict[type, Callable[[Compiler, Any], Condition]] = {
    Everything: lambda _compiler, _clause: sa.true(),
    Nothing: lambda _compiler, _clause: sa.false(),
    Value: Compiler._value,
    Pattern: Compiler._pattern,
    Exists: Compiler._exists,
    Span: Compiler._span,
    Boolean: Compiler._boolean,
    AnyField: Compiler._any_field,
    Boosted: lambda compiler, clause: compiler.condition(clause.clause),
}


def column_name(name: str) -> str:
    """Return the field that stands for another of the same values."""
    return ALIASES.get(name, name)


def is_hot(clause: Clause) -> bool:
    """Tell whether a condition reads narrow columns only, those that every row keeps at hand."""
    if isinstance(clause, (Everything, Nothing)):
        return True
    if isinstance(clause, Boolean):
        return all(map(is_hot, (*clause.must, *clause.should, *clause.must_not)))
    if isinstance(clause, AnyField):
        return all(map(is_hot, clause.clauses))
    if isinstance(clause, Boosted):
        return is_hot(clause.clause)
    name = column_name(clause.field)
    if isinstance(clause, Value) and name in SCOPE_FIELDS:
        return True
    return name in STRING_COLUMNS or name in DATE_COLUMNS or name == "title"


def is_scope(clause: Clause) -> bool:
    """Tell whether a clause only looks for values of the fields that make a scope."""
    if isinstance(clause, Boolean):
        parts = [part for part in (*clause.must, *clause.should, *clause.must_not) if not isinstance(part, Everything)]
        return bool(parts) and all(map(is_scope, parts))
    return isinstance(clause, Value) and column_name(clause.field) in SCOPE_FIELDS


def scope_condition(clause: Clause) -> Condition:
    """Return the condition that a scope matches, for a clause that `is_scope`."""
    if isinstance(clause, Value):
        name = column_name(clause.field)
        if name == "permission_labels":
            labels: Condition = SCOPE.c.permission_labels.overlap(sa.cast([clause.text], ARRAY(sa.Text)))
            return labels
        return sa.func.coalesce(SCOPE.c[name] == clause.text, sa.false())
    if not isinstance(clause, Boolean):
        return sa.true()
    parts = [scope_condition(part) for part in clause.must]
    parts += [sa.not_(scope_condition(part)) for part in clause.must_not]
    if clause.least:
        parts.append(sa.or_(*(scope_condition(part) for part in clause.should)))
    return sa.and_(sa.true(), *parts)


def conjuncts(clause: Clause) -> Iterator[Clause]:
    """Yield the clauses that must all match, those inside of a conjunction one by one."""
    if isinstance(clause, Boolean) and not clause.least:
        for part in clause.must:
            yield from conjuncts(part)
        for part in clause.must_not:
            yield Boolean(must=(Everything(),), must_not=(part,))
    else:
        yield clause


def _looked_up(found: Condition) -> Condition:
    """Ask the index for the documents of one condition; the planner hashes them once."""
    return COLUMNS.index_id.in_(sa.select(COLUMNS.index_id).where(found).correlate(None))


def _text(clause: Value) -> Condition:
    weight = {**WEIGHTS, "text": ""}.get(clause.field, "D")
    query = text_query(clause, weight)
    if query is None:
        return sa.false()
    if clause.field == "title":
        return COLUMNS.head.op("@@")(stemmed(query))
    found: Condition = COLUMNS.body.op("@@")(stemmed(query))
    if weight != "D":
        return found
    # D is for all the lesser fields: the row says which one it was.
    own = sa.func.to_tsvector(sa.literal_column("'french'"), COLUMNS.texts[clause.field].astext)
    return sa.and_(found, own.op("@@")(stemmed(text_query(clause) or "")))


def _ngram(name: str, text: str) -> Condition:
    pieces = sorted({piece for part in fold(text).split() if len(part) >= GRAM for piece in grams(part)})
    indexed = [COLUMNS.grams.contains(sa.cast(pieces, ARRAY(sa.Integer)))] if pieces else []
    return sa.and_(*indexed, holds(name, text))


def holds(name: str, text: str) -> Condition:
    """Return the condition that a name or a title holds all parts of what was typed, without any index."""
    column = COLUMNS.name if name == "name_ngram" else COLUMNS.title_key
    parts = fold(text).split()
    held = [sa.func.coalesce(column, "").contains(part, autoescape=True) for part in parts]
    return sa.and_(*held) if held else sa.false()


def _equals(name: str, values: list[str]) -> Condition:
    if name in STRING_COLUMNS:
        return COLUMNS[name] == values[0] if len(values) == 1 else COLUMNS[name].in_(values)
    found: Condition = sa.or_(*(COLUMNS.fields.contains({name: shape}) for shape in _shapes(name, values)))
    return found


def _shapes(name: str, values: list[str]) -> list[str | list[str]]:
    """List the JSON that documents may hold: a value alone, or among others."""
    alone = [] if fields.is_multivalued(name) else values
    return [*alone, *([value] for value in values)]


def _same_field(clauses: tuple[Clause, ...]) -> tuple[str, list[str]] | None:
    """Return the field and the values where all the clauses are values of one string field."""
    values = [clause for clause in clauses if isinstance(clause, Value)]
    names = {column_name(clause.field) for clause in values}
    if len(values) != len(clauses) or len(names) != 1 or kind(min(names)) is not Kind.STRING:
        return None
    return min(names), [clause.text for clause in values]


def date_column(name: str) -> sa.ColumnElement[Any]:
    """Return the SQL of a date field."""
    if name in DATE_COLUMNS:
        return COLUMNS[name]
    return sa.cast(COLUMNS.fields[name].astext, sa.DateTime(timezone=True))


def number_column(name: str) -> sa.ColumnElement[Any]:
    """Return the SQL of an integer field."""
    return sa.cast(COLUMNS.fields[name].astext, sa.BigInteger)


def integer(text: str) -> int:
    """Return an integer that Solr's `int` holds.

    Raises:
        QueryError: the text is none.
    """
    try:
        number = int(text)
    except ValueError as e:
        raise QueryError(f"Not a number: {text}") from e
    if abs(number) > LARGEST:
        raise QueryError(f"Out of range: {text}")
    return number


def _between(column: sa.ColumnElement[Any], clause: Span, read: Callable[[str], Any]) -> Condition:
    parts: list[Condition] = []
    if clause.low is not None:
        low = read(clause.low)
        parts.append(column >= low if clause.include_low else column > low)
    if clause.high is not None:
        high = read(clause.high)
        parts.append(column <= high if clause.include_high else column < high)
    return sa.and_(*parts)


def all_of(conditions: Iterable[Condition]) -> Condition:
    """Return the conjunction of conditions, true without any."""
    return sa.and_(sa.true(), *conditions)
