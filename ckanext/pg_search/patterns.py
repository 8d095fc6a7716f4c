"""Wildcards, on exact values and on words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from ckanext.pg_search import fields
from ckanext.pg_search.errors import QueryError
from ckanext.pg_search.fields import NGRAMS, STRING_COLUMNS, Kind, kind
from ckanext.pg_search.query.clauses import Wild
from ckanext.pg_search.table import DOCUMENT
from ckanext.pg_search.text import WORD, fold
from ckanext.pg_search.words_query import plain

Condition = sa.ColumnElement[bool]
Test = Callable[[Any], Condition]
COLUMNS = DOCUMENT.c
LIKE = {Wild.ANY: "%", Wild.ONE: "_"}


def condition(name: str, pieces: tuple[str | Wild, ...]) -> Condition:
    """Return the condition of a field that matches a pattern.

    Raises:
        QueryError: the field has no text, or a piece of the pattern is not part of one word.
    """
    sort = kind(name)
    if sort is Kind.STRING:
        pattern = "".join(LIKE[piece] if isinstance(piece, Wild) else _literal(piece) for piece in pieces)
        if name in STRING_COLUMNS:
            return COLUMNS[name].like(pattern, escape="\\")
        return any_value(name, lambda value: value.like(pattern, escape="\\"))
    if sort in (Kind.DATE, Kind.NUMBER):
        raise QueryError(f"Wildcards are not answered in {name}")
    words = _words_pattern(pieces)
    if sort is Kind.ALL_TEXT:
        return _anywhere(pieces, words)
    if name in ("title", *NGRAMS):
        column = COLUMNS.title_key if name != "name_ngram" else COLUMNS.name
        return sa.func.coalesce(column, "").concat(" ").op("~")(rf"(^|[ _-]){_regex(pieces)}[ _-]")
    return any_word(name, lambda word: word.like(words, escape="\\"))


def any_value(name: str, test: Test) -> Condition:
    """Return the condition that one of a field's values passes a test."""
    found = COLUMNS.fields[name]
    as_list = found if fields.is_multivalued(name) else _listed(found)
    values = sa.func.jsonb_array_elements_text(as_list).table_valued("value").render_derived()
    return sa.exists(sa.select(1).select_from(values).where(test(values.c.value)))


def any_word(name: str, test: Test) -> Condition:
    """Return the condition that one word of a text field passes a test."""
    found = sa.func.string_to_array(COLUMNS.texts[name].astext, " ")
    values = sa.func.unnest(found).table_valued("value").render_derived()
    return sa.exists(sa.select(1).select_from(values).where(test(values.c.value)))


def _listed(found: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    is_list = sa.func.jsonb_typeof(found) == "array"
    alone = sa.cast(sa.func.jsonb_build_array(found), JSONB)
    return sa.case((found.is_(None), sa.cast([], JSONB)), (is_list, found), else_=alone)


def _anywhere(pieces: tuple[str | Wild, ...], words: str) -> Condition:
    if len(pieces) == 2 and isinstance(pieces[0], str) and pieces[1] is Wild.ANY:
        return COLUMNS.terms.op("@@")(plain(f"'{fold(pieces[0])}':*"))
    values = sa.func.unnest(sa.func.tsvector_to_array(COLUMNS.terms)).table_valued("value").render_derived()
    return sa.exists(sa.select(1).select_from(values).where(values.c.value.like(words, escape="\\")))


def _literal(piece: str) -> str:
    return piece.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _words_pattern(pieces: tuple[str | Wild, ...]) -> str:
    return "".join(LIKE[piece] if isinstance(piece, Wild) else _part_of_word(piece) for piece in pieces)


def _regex(pieces: tuple[str | Wild, ...]) -> str:
    signs = {Wild.ANY: "[^ ]*", Wild.ONE: "[^ ]"}
    return "".join(signs[piece] if isinstance(piece, Wild) else _part_of_word(piece) for piece in pieces)


def _part_of_word(piece: str) -> str:
    folded = fold(piece)
    if not WORD.fullmatch(folded):
        raise QueryError(f"Wildcards are answered within one word of letters and digits: {piece}")
    return folded
