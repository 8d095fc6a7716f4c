"""PostgreSQL's text queries (`tsquery`), written from folded words.

Every word is letters and digits in quotes, so the text of a query holds no operator that this module did not write.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ckanext.pg_search.errors import QueryError
from ckanext.pg_search.query.clauses import Value
from ckanext.pg_search.text import meaningful, words

WIDEST_SLOP = 20


def text_query(value: Value, weight: str = "") -> str | None:
    """Return the text of a `tsquery`, None where only stop words are looked for.

    Args:
        value: words or a phrase.
        weight: the label (A to D) that the words must bear; any without.

    Raises:
        QueryError: a distance over 20, or in a phrase of more than two words.
    """
    found = words(value.text)
    wanted = meaningful(found)
    if not wanted:
        return None
    label = f":{weight}" if weight else ""
    if value.phrase and value.slop:
        return _near(wanted, value.slop, label)
    if value.phrase:
        return " <-> ".join(f"'{word}'{label}" for word in found)
    return " & ".join(f"'{word}'{label}" for word in wanted)


def _near(wanted: list[str], slop: int, label: str) -> str:
    if len(wanted) == 1:
        return f"'{wanted[0]}'{label}"
    if len(wanted) > 2 or slop > WIDEST_SLOP:
        raise QueryError(f"A distance is answered between two words, up to {WIDEST_SLOP}")
    one, other = (f"'{word}'{label}" for word in wanted)
    # Lucene counts moves: one move for a word between, two to turn the words round.
    forward = [f"{one} <{distance}> {other}" for distance in range(1, slop + 2)]
    backward = [f"{other} <{distance}> {one}" for distance in range(1, slop)]
    return " | ".join([*forward, *backward])


def stemmed(query: str) -> sa.ColumnElement[Any]:
    """Return the SQL of a `tsquery` whose words are stemmed in French."""
    return sa.func.to_tsquery(sa.literal_column("'french'"), query)


def plain(query: str) -> sa.ColumnElement[Any]:
    """Return the SQL of a `tsquery` whose words are taken as they are."""
    return sa.func.to_tsquery(sa.literal_column("'simple'"), query)
