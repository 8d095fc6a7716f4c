"""What people type in a search box, as Solr's dismax parser reads it: words and phrases, `+`, `-`, no fields.

A word matches where one of the fields of `qf` has it; `mm` says how many words must match.
"""

from __future__ import annotations

import re

from ckanext.pg_search.errors import DoubledSignError, QueryError
from ckanext.pg_search.query.clauses import AnyField, Boolean, Boosted, Clause, Everything, Nothing, Value
from ckanext.pg_search.text import meaningful, words

LONGEST_QUERY = 20_000
MOST_CLAUSES = 100
TOKEN = re.compile(r'([+-]?)(?:"([^"]*)"|(\S+))')
DOUBLED = re.compile(r"(?:^|\s)[+-]{2,}\w")
FIELD = re.compile(r"([\w.-]+)(?:\^(\d+(?:\.\d+)?))?")
CONDITION = re.compile(r"(?:(\d+)<)?(-?\d+)(%?)")


def parse(query: str, qf: str, mm: str, tie: float) -> Clause:
    """Read a query.

    Args:
        query: as typed.
        qf: fields and their weights (`title^4 text`).
        mm: minimum number of words that must match (`2<-1 5<80%`).
        tie: how much the other fields count beside the best one.

    Raises:
        QueryError: `qf` or `mm` cannot be read, or the query is too long.
        DoubledSignError: `--word` or the like.
    """
    if len(query) > LONGEST_QUERY or "\x00" in query:
        raise QueryError("The query is too long, or holds a null character")
    if DOUBLED.search(query):
        raise DoubledSignError("Two signs stand before one word")
    fields = query_fields(qf)
    text = query if query.count('"') % 2 == 0 else query.replace('"', " ")
    signed: dict[str, list[Clause]] = {"+": [], "": [], "-": []}
    for sign, quoted, bare in TOKEN.findall(text):
        clause = _word(quoted or bare, bool(quoted), fields, tie)
        if clause is not None:
            signed[sign].append(clause)
    if sum(map(len, signed.values())) > MOST_CLAUSES:
        raise QueryError(f"The query has more than {MOST_CLAUSES} words")
    must, should, must_not = tuple(signed["+"]), tuple(signed[""]), tuple(signed["-"])
    if not must and not should:
        return Boolean((Everything(),), (), must_not) if must_not else Nothing()
    return Boolean(must, should, must_not, minimum(mm, len(should)))


def _word(text: str, phrase: bool, fields: list[tuple[str, float]], tie: float) -> Clause | None:
    # A stop word alone is in no index: counted by `mm`, it would make every search with «de» in it fail.
    if not meaningful(words(text)):
        return None
    return AnyField(tuple(Boosted(Value(name, text, phrase), boost) for name, boost in fields), tie)


def query_fields(qf: str) -> list[tuple[str, float]]:
    """Read `qf`: the fields and their weights.

    Raises:
        QueryError: a part is not `field` or `field^number`.
    """
    fields: list[tuple[str, float]] = []
    for part in qf.split():
        found = FIELD.fullmatch(part)
        if not found:
            raise QueryError(f"qf cannot be read: {part}")
        fields.append((found[1], float(found[2] or 1)))
    if not fields:
        raise QueryError("qf names no field")
    return fields


def minimum(mm: str, optional: int) -> int:
    """Return how many of the optional words must match, by Solr's rules for `mm`.

    Raises:
        QueryError: `mm` cannot be read.
    """
    conditions = CONDITION.findall(mm)
    if not conditions or CONDITION.sub("", mm).strip():
        raise QueryError(f"mm cannot be read: {mm}")
    required = optional
    for above, number, percent in conditions:
        if above and optional <= int(above):
            break
        value = int(number)
        share = int(optional * value / 100) if percent else value
        required = optional + share if number.startswith("-") else share
    return max(0, min(optional, required))
