"""Where the table stands among a sheet's rows: title rows above it, blank rows and totals below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice

from ckanext.scdl.exceptions import UnreadableFile
from ckanext.scdl.folding import fold
from ckanext.scdl.reading.table import Note

# A title, an address, a date, a legend: more rows than that above a table were not met.
SEARCHED_ROWS = 50
# A first row narrower than that share of the usual width is a title.
NARROW = 0.5
FOOTERS = ("total", "sous-total", "totaux", "somme")


@dataclass(frozen=True)
class Layout:
    """The table's place: indexes in the rows of the header and of the row after the last, and what was left out."""

    header: int
    end: int
    labels: tuple[str, ...]
    notes: tuple[Note, ...]


def locate(rows: Sequence[Sequence[str]], known: AbstractSet[str], header_row: int | None = None) -> Layout:
    """Find the table.

    Args:
        rows: a sheet's or a CSV's rows.
        known: folded names of the columns that are looked for; empty when nothing is known.
        header_row: the header's row number from 1, when someone knows it.

    Raises:
        UnreadableFile: there is no filled row.
    """
    filled = list(islice((index for index, row in enumerate(rows) if is_filled(row)), SEARCHED_ROWS))
    last = next((index for index in range(len(rows) - 1, -1, -1) if is_filled(rows[index])), -1)
    if not filled or (header_row and header_row > last + 1):
        raise UnreadableFile("no-table")
    header = header_row - 1 if header_row else _last_of_repeated(rows, _header(rows, filled, known), known)
    end, notes = _end(rows, header, last + 1)
    if filled[0] < header:
        notes.insert(0, Note("skipped-rows", {"header_row": header + 1}, row=filled[0] + 1))
    return Layout(header, end, _labels(rows, header, known), tuple(notes))


def likeness(rows: Sequence[Sequence[str]], known: AbstractSet[str]) -> int:
    """Return how many known names the likeliest header holds, to choose between sheets."""
    return max((_matches(row, known) for row in rows[:SEARCHED_ROWS]), default=0)


def is_filled(row: Sequence[str]) -> bool:
    """Whether a row holds anything."""
    return any(cell.strip() for cell in row)


def _header(rows: Sequence[Sequence[str]], searched: Sequence[int], known: AbstractSet[str]) -> int:
    """The row with the most known names; without any, the first row that is not much narrower than the others."""
    best = max(searched, key=lambda index: (_matches(rows[index], known), -index))
    if _matches(rows[best], known) > 1:
        return best
    widths = Counter(_width(rows[index]) for index in searched)
    usual = max(widths, key=lambda width: (widths[width], width))
    # A lone known name, or none: the file may follow another schema, or have no header at all.
    return next((index for index in searched if _width(rows[index]) > usual * NARROW), searched[0])


def _last_of_repeated(rows: Sequence[Sequence[str]], header: int, known: AbstractSet[str]) -> int:
    """The column names again, right below themselves, are no record."""
    names = [fold(cell) for cell in rows[header]]
    while _matches(rows[header], known) > 1 and header + 1 < len(rows) and names == list(map(fold, rows[header + 1])):
        header += 1
    return header


def _matches(row: Sequence[str], known: AbstractSet[str]) -> int:
    return len({fold(cell) for cell in row} & known)


def _width(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _labels(rows: Sequence[Sequence[str]], header: int, known: AbstractSet[str]) -> tuple[str, ...]:
    """The header's cells; where one is blank because it is merged with the cell above, the name is above."""
    labels = list(rows[header])
    above = rows[header - 1] if header else ()
    for index, cell in enumerate(above):
        if index < len(labels) and not labels[index].strip() and fold(cell) in known:
            labels[index] = cell
    return tuple(labels)


def _end(rows: Sequence[Sequence[str]], header: int, last: int) -> tuple[int, list[Note]]:
    """Leave out the blank rows and the totals below the table."""
    notes = []
    if last < len(rows):
        notes.append(Note("blank-tail", {"count": len(rows) - last}, row=last + 1))
    end = last
    width = _width(rows[header])
    while end > header + 1 and (not is_filled(rows[end - 1]) or _is_footer(rows[end - 1], width)):
        end -= 1
    if end < last:
        notes.append(Note("footer-rows", {"count": last - end}, row=end + 1))
    return end, notes


def _is_footer(row: Sequence[str], width: int) -> bool:
    """A total has its word first and fills less than half of the columns."""
    first = next((cell for cell in row if cell.strip()), "")
    return fold(first).startswith(FOOTERS) and _width(row) <= width * NARROW
