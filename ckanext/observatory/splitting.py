"""One table for many bodies, cut by the column that says whose each row is. No database here."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ckanext.scdl.checking.beyond import senses_of
from ckanext.scdl.folding import fold
from ckanext.scdl.reading import Table
from ckanext.territories.cog import cog

# Row numbers that a list of what is left out names.
SHOWN_ROWS = 5
_BLANKS = re.compile(r"[\s\u00a0\u202f.]")
_SIREN, _SIRET, _INSEE = 9, 14, 5


@dataclass
class LeftOut:
    """Rows that are nobody's: what they say, how many they are, the numbers of the first ones."""

    identifier: str
    count: int = 0
    rows: list[int] = field(default_factory=list)

    def add(self, row: int) -> None:
        """Count a row."""
        self.count += 1
        if len(self.rows) < SHOWN_ROWS:
            self.rows.append(row)


@dataclass(frozen=True)
class Split:
    """Rows by body.

    Attributes:
        column: label of the column that says whose each row is.
        parts: id of a body → indexes of its rows.
        left: what is left out, by what stands in the column; an empty one where nothing does.
    """

    column: str
    parts: Mapping[str, Sequence[int]]
    left: Sequence[LeftOut]


def codes(text: str) -> tuple[str, ...]:
    """Return the codes that a cell may be, the likeliest first: a SIREN (of a SIRET too), INSEE codes.

    >>> codes("212 800 882 00017"), codes("1004"), codes("Châteaudun")
    (('212800882',), ('01004',), ())
    """
    code = _BLANKS.sub("", text).upper()
    if code.isdecimal() and len(code) in {_SIREN, _SIRET}:
        return (code[:_SIREN],)
    # A spreadsheet takes the zero away that the codes of nine départements begin with.
    insee = code.rjust(_INSEE, "0") if code.isdecimal() and len(code) == _INSEE - 1 else code
    if not re.fullmatch(r"(\d\d|2[AB])\d{3}", insee):
        return ()
    former = cog().former(insee)
    return (insee, former.successor) if former else (insee,)


def column_of(table: Table, schema: str, known: Mapping[str, str], wanted: str = "") -> int | None:
    """Return the column that says whose each row is; None when no column does.

    Args:
        table: the whole file.
        schema: its name in the catalogue, which names the columns of who publishes.
        known: SIREN or INSEE code → id of a body.
        wanted: label of the column that a person chose.
    """
    labels = [fold(label) for label in table.labels]
    if wanted:
        return labels.index(fold(wanted)) if fold(wanted) in labels else None
    senses = senses_of(schema)
    named = [fold(name) for name in (*senses.own_siret, *senses.own_commune)]
    for name in named:
        if name in labels:
            return labels.index(name)
    hits = [sum(bool(_body(cell, known)) for cell in table.distinct(index)) for index in range(len(labels))]
    best = max(range(len(labels)), key=hits.__getitem__, default=None)
    return best if best is not None and hits[best] else None


def split(table: Table, column: int, known: Mapping[str, str]) -> Split:
    """Cut a table by one of its columns; blank rows are nobody's."""
    parts: dict[str, list[int]] = {}
    left: dict[str, LeftOut] = {}
    bodies: dict[str, str] = {}
    for index, cells in enumerate(table.rows):
        cell = (cells[column] if column < len(cells) else "").strip()
        if not cell and not any(each.strip() for each in cells):
            continue
        if cell not in bodies:
            bodies[cell] = _body(cell, known)
        if bodies[cell]:
            parts.setdefault(bodies[cell], []).append(index)
        else:
            left.setdefault(cell, LeftOut(cell)).add(table.row_number(index))
    return Split(table.labels[column], parts, sorted(left.values(), key=lambda each: -each.count))


def as_csv(table: Table, rows: Iterable[int]) -> bytes:
    """Write some rows of a table as a file of their own, cells as they stand."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.labels)
    writer.writerows(cells for _index, cells in table.take(list(rows)))
    return out.getvalue().encode("utf-8")


def _body(cell: str, known: Mapping[str, str]) -> str:
    return next((known[code] for code in codes(cell) if code in known), "")
