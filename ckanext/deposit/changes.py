"""What changed in a table since its last version: rows added, removed, changed, and the first of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ckanext.scdl.reading import Table

SHOWN = 5

Row = tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """What became of the rows.

    Attributes:
        columns: those of the new table.
        added: how many rows came; ``first_added``, the first of them.
        removed: how many went.
        changed: how many have the same key and other cells: pairs of before and after.
        key: the columns by which rows before and after were found to be the same.
    """

    columns: Row
    added: int
    removed: int
    changed: int
    first_added: tuple[Row, ...] = ()
    first_removed: tuple[Row, ...] = ()
    first_changed: tuple[tuple[Row, Row], ...] = ()
    key: Row = ()


def compare(before: Table | None, after: Table, key: Sequence[str] = ()) -> Changes:
    """Compare two tables by the names of their columns, whatever their order.

    Args:
        before: the last version, None for a first publication: all rows are new.
        after: the table to publish.
        key: the columns that name a row (the schema's primary key); without them, a column that names each row once in
            both tables; without one either, a changed row is one that went and one that came.
    """
    columns = tuple(label.strip() for label in after.labels)
    new = Counter(_rows(after, columns))
    old = Counter(_rows(before, columns) if before is not None else ())
    places = [columns.index(name) for name in key] if key and set(key) <= set(columns) else _naming(old, new)
    came, went = list((new - old).elements()), list((old - new).elements())
    pairs: list[tuple[Row, Row]] = []
    if places:
        pairs, came, went = _paired(came, went, places)
    return Changes(
        columns,
        len(came),
        len(went),
        len(pairs),
        tuple(came[:SHOWN]),
        tuple(went[:SHOWN]),
        tuple(pairs[:SHOWN]),
        tuple(columns[place] for place in places),
    )


def filled(columns: Sequence[str], rows: Collection[Row]) -> tuple[list[str], list[list[str]]]:
    """Return the columns in which some of these rows have something, and the rows with these cells only."""
    kept = [place for place in range(len(columns)) if any(row[place] for row in rows)]
    return [columns[place] for place in kept], [[row[place] for place in kept] for row in rows]


def differing(columns: Sequence[str], before: Row, after: Row) -> list[tuple[str, str, str]]:
    """Return the cells of a changed row that differ: column, before, after."""
    cells = zip(columns, before, after, strict=True)
    return [(column, old, new) for column, old, new in cells if old != new]


def _naming(old: Collection[Row], new: Collection[Row]) -> list[int]:
    """The first column whose cells are filled and differ within each table, and mostly are the same in both."""
    if not old or not new:
        return []
    for place in range(len(next(iter(new)))):
        before, after = {row[place] for row in old}, {row[place] for row in new}
        names = len(before) == len(old) and len(after) == len(new) and "" not in before | after
        if names and 2 * len(before & after) >= min(len(before), len(after)):
            return [place]
    return []


def _paired(
    came: Iterable[Row], went: Iterable[Row], places: Sequence[int]
) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """Take out of the rows that came and went those of one key, which changed."""
    left: dict[Row, Row] = {}
    others: list[Row] = []
    for row in went:
        named = tuple(row[place] for place in places)
        if named in left:
            others.append(row)
        else:
            left[named] = row
    pairs, added = [], []
    for row in came:
        before = left.pop(tuple(row[place] for place in places), None)
        if before is None:
            added.append(row)
        else:
            pairs.append((before, row))
    return pairs, added, [*left.values(), *others]


def _rows(table: Table, columns: Sequence[str]) -> Iterable[Row]:
    """The rows with their cells in the order of some columns; blank ones are left out."""
    places: Mapping[str, int] = {label.strip(): index for index, label in enumerate(table.labels)}
    wanted = [places.get(name, -1) for name in columns]
    for cells in table.rows:
        row = tuple(cells[place].strip() if 0 <= place < len(cells) else "" for place in wanted)
        if any(row):
            yield row
