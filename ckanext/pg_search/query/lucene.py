"""Lucene's query syntax, as Solr's standard parser reads it: luqum gives the tree, this module its meaning.

Lucene's `AND` and `OR` have no precedence: each says how the clauses beside it count (required, optional). The rules
are those of Lucene's classic `QueryParserBase.addClause`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luqum import tree
from luqum.exceptions import ParseError
from luqum.thread import parse as luqum_parse

from ckanext.pg_search.errors import MalformedError, QueryError
from ckanext.pg_search.query.clauses import (
    Boolean,
    Boosted,
    Clause,
    Everything,
    Exists,
    Nothing,
    Pattern,
    Span,
    Value,
    Wild,
)

LONGEST_QUERY = 20_000
DEEPEST = 40
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# What stands outside of quotes and escapes, where operators are looked for.
QUOTED = re.compile(r'\\.|"(?:\\.|[^"\\])*"', re.DOTALL)
UNSUPPORTED = re.compile(r"&&|\|\||(?<![^\s(+\-])!")
PIECES = re.compile(r"\\.|[*?]|[^\\*?]+", re.DOTALL)


@dataclass(frozen=True)
class _Occurrence:
    conjunction: str
    node: tree.Item


def parse(query: str, default_field: str = "text", operator: str = "AND") -> Clause:
    """Read a query.

    Args:
        query: in Lucene's syntax.
        default_field: where words without a field are looked for (Solr's `df`).
        operator: "AND" or "OR", between clauses that say nothing (Solr's `q.op`).

    Raises:
        QueryError: the query is malformed or uses what this back end does not answer.
    """
    _refuse(query)
    if not query.strip():
        return Nothing()
    try:
        root = luqum_parse(query)
    except (ParseError, RecursionError, ArithmeticError) as e:
        raise MalformedError(f"The query cannot be read: {e}") from e
    return _Reader(operator).read(root, default_field, 0, top=True)


def _refuse(query: str) -> None:
    if len(query) > LONGEST_QUERY:
        raise QueryError(f"The query is longer than {LONGEST_QUERY} characters")
    if "\x00" in query:
        raise QueryError("The query holds a null character")
    if UNSUPPORTED.search(QUOTED.sub(" ", query)):
        raise QueryError("Write AND, OR and NOT instead of &&, || and !")


def unescape(text: str) -> str:
    """Return the text without Lucene's backslashes."""
    return ESCAPED.sub(r"\1", text)


@dataclass(frozen=True)
class _Reader:
    operator: str

    def read(self, node: tree.Item, field: str, depth: int, *, top: bool = False) -> Clause:
        """Give the meaning of a node; `top` for the whole query, where negatives alone stand for «all but»."""
        if depth > DEEPEST:
            raise QueryError("The query is nested too deeply")
        if isinstance(node, (tree.BaseOperation, tree.Plus, tree.Not, tree.Prohibit)):
            return self._boolean(node, field, depth, top)
        if isinstance(node, tree.SearchField):
            return self._field(node, depth)
        if isinstance(node, (tree.Group, tree.FieldGroup)):
            return self.read(node.expr, field, depth + 1, top=top)
        if isinstance(node, tree.Boost):
            return Boosted(self.read(node.expr, field, depth + 1, top=top), float(node.force))
        return _leaf(node, field)

    def _field(self, node: tree.SearchField, depth: int) -> Clause:
        name = unescape(node.name)
        if name == "*":
            if isinstance(node.expr, tree.Word) and node.expr.value == "*":
                return Everything()
            raise QueryError("Only *:* may look in every field")
        if name in ("_query_", "_val_"):
            raise QueryError(f"The field {name} cannot be searched")
        if isinstance(node.expr, (tree.SearchField, tree.Plus, tree.Not, tree.Prohibit)):
            raise QueryError(f"A value or a group is missing after {name}:")
        return self.read(node.expr, name, depth + 1)

    def _boolean(self, node: tree.Item, field: str, depth: int, top: bool) -> Clause:
        required: list[Clause] = []
        optional: list[Clause] = []
        prohibited: list[Clause] = []
        for sign, inner in self._signed(list(_flat(node, ""))):
            clause = self.read(inner, field, depth + 1)
            {"+": required, "": optional, "-": prohibited}[sign].append(clause)
        if prohibited and not required and not optional:
            if not top:
                return Nothing()
            required.append(Everything())
        return Boolean(tuple(required), tuple(optional), tuple(prohibited), 0 if required else 1)

    def _signed(self, occurrences: list[_Occurrence]) -> list[tuple[str, tree.Item]]:
        signed: list[tuple[str, tree.Item]] = []
        for occurrence in occurrences:
            modifier, inner = _modifier(occurrence.node)
            if signed and signed[-1][0] != "-":
                if occurrence.conjunction == "AND":
                    signed[-1] = ("+", signed[-1][1])
                elif occurrence.conjunction == "OR" and self.operator == "AND":
                    signed[-1] = ("", signed[-1][1])
            signed.append((self._sign(occurrence.conjunction, modifier), inner))
        return signed

    def _sign(self, conjunction: str, modifier: str) -> str:
        if modifier == "-":
            return "-"
        if self.operator == "AND":
            return "" if conjunction == "OR" else "+"
        return "+" if modifier == "+" or conjunction == "AND" else ""


def _flat(node: tree.Item, conjunction: str) -> Iterator[_Occurrence]:
    """Undo luqum's precedence: the clauses in the order in which they are written, with the word before each."""
    if not isinstance(node, tree.BaseOperation):
        yield _Occurrence(conjunction, node)
        return
    own = {tree.AndOperation: "AND", tree.OrOperation: "OR"}.get(type(node), "")
    for position, child in enumerate(node.children):
        yield from _flat(child, own if position else conjunction)


def _modifier(node: tree.Item) -> tuple[str, tree.Item]:
    if isinstance(node, tree.Plus):
        return "+", node.a
    if isinstance(node, (tree.Not, tree.Prohibit)):
        return "-", node.a
    return "", node


def _leaf(node: tree.Item, field: str) -> Clause:
    if isinstance(node, tree.Proximity):
        return Value(field, _quoted(node.term), phrase=True, slop=int(node.degree))
    if isinstance(node, tree.Phrase):
        return Value(field, _quoted(node), phrase=True)
    if isinstance(node, tree.Range):
        return _span(node, field)
    if isinstance(node, tree.Word):
        return word(node.value, field)
    raise QueryError(f"{type(node).__name__} queries are not supported: {node}")


def _quoted(node: tree.Item) -> str:
    if not isinstance(node, tree.Phrase):
        raise QueryError(f"A distance needs a phrase in quotes: {node}")
    return unescape(node.value[1:-1])


def word(raw: str, field: str) -> Clause:
    """Read a word without spaces, wildcards included."""
    pieces = tuple(_pieces(raw))
    if pieces == (Wild.ANY,):
        return Exists(field)
    if any(isinstance(piece, Wild) for piece in pieces):
        return Pattern(field, pieces)
    return Value(field, unescape(raw))


def _pieces(raw: str) -> Iterator[str | Wild]:
    literal = ""
    for piece in PIECES.findall(raw):
        if piece not in ("*", "?"):
            literal += unescape(piece)
            continue
        if literal:
            yield literal
        yield Wild(piece)
        literal = ""
    if literal:
        yield literal


def _span(node: tree.Range, field: str) -> Clause:
    low, high = _bound(node.low), _bound(node.high)
    if low is None and high is None:
        return Exists(field)
    return Span(field, low, high, node.include_low, node.include_high)


def _bound(node: tree.Item) -> str | None:
    if isinstance(node, tree.Phrase):
        return _quoted(node)
    if not isinstance(node, tree.Word):
        raise QueryError(f"A range needs plain bounds: {node}")
    return None if node.value == "*" else unescape(node.value)
