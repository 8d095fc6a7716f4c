"""Take personal data out of a table, in the way that a person chose for each finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from ckanext.deposit.choices import Hiding
from ckanext.scdl.privacy import PersonalData
from ckanext.scdl.repairing.application import Applied

PUBLISH = "publish"
DROP_COLUMN, DROP_ROW = "drop-column", "drop-row"
NUMBER = re.compile(r"-?\d+\.\d+")
CIVILITY = re.compile(r"^\s*(M\.|MM\.|Mme|Mmes|Mlle|Monsieur|Madame|Mademoiselle)\s", re.IGNORECASE)
POSTAL = re.compile(r"\b\d{5}\b.*", re.DOTALL)
YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d{2}(?!\d)")

# The cell, the part of it that was found, what was typed → the cell to publish.
Change = Callable[[str, str, str], str]


def _nameless(cell: str, found: str, _typed: str) -> str:
    """«M. Jean Dupont» becomes «M. X.»: in a village, true initials are still a name (CNIL-CADA guide, 2019)."""
    civility = CIVILITY.match(found)
    stand_in = f"{civility[1]} X." if civility else "X."
    return cell.replace(found, stand_in) if found and found in cell else stand_in


def _year(cell: str, found: str, _typed: str) -> str:
    year = YEAR.search(found or cell)
    return cell.replace(found or cell, year[0] if year else "")


def _commune(cell: str, found: str, _typed: str) -> str:
    place = POSTAL.search(found or cell)
    return cell.replace(found or cell, place[0].strip() if place else "")


def _rounded(cell: str, _found: str, _typed: str) -> str:
    return NUMBER.sub(lambda number: f"{float(number[0]):.2f}", cell)


def _typed(_cell: str, _found: str, typed: str) -> str:
    return typed


def _empty(_cell: str, _found: str, _typed: str) -> str:
    return ""


_CHANGES: Mapping[str, Change] = {
    "initials": _nameless,
    "year-only": _year,
    "commune-only": _commune,
    "round-coordinates": _rounded,
    "empty-cell": _empty,
    "replace": _typed,
}
CHOICES = frozenset({PUBLISH, DROP_COLUMN, DROP_ROW, *_CHANGES})


def offered(finding: PersonalData) -> list[str]:
    """Return what the portal can do about a finding, best first, as codes of ``CHOICES``."""
    # A total of the rows of persons is made by hand; the portal can leave the row out.
    advice = [DROP_ROW if each["action"] == "aggregate" else each["action"] for each in finding.actions()]
    advised = [each for each in advice if each in CHOICES and (each != DROP_ROW or finding.row)]
    cells = ["empty-cell", "replace", DROP_ROW] if finding.row and finding.column else []
    columns = [DROP_COLUMN] if finding.column else []
    return [*dict.fromkeys([*advised, *cells, *columns])]


def changed(choice: str, cell: str, found: str, typed: str = "") -> str:
    """Return a cell as a choice leaves it.

    Args:
        choice: a code of ``CHOICES`` that changes cells; with any other the cell stays.
        cell: its text.
        found: the part of it that is personal.
        typed: what a person wrote in its place.
    """
    change = _CHANGES.get(choice)
    return change(cell, found, typed) if change else cell


def hide(applied: Applied, findings: Collection[PersonalData], chosen: Mapping[str, Hiding]) -> Applied:
    """Return the table without what a person decided not to publish.

    Args:
        applied: the repaired table, with where its rows and columns come from.
        findings: what was found, placed as in the file sent.
        chosen: key of a group (``place``) → what becomes of it.
    """
    decided = [(each, chosen[place(each)]) for each in findings if place(each) in chosen]
    cells = _cells(applied, decided)
    rows = {each.row for each, way in decided if each.row and way.of_row(each.row) == DROP_ROW}
    columns = {each.column for each, way in decided if way.choice == DROP_COLUMN}
    return _without(_with_cells(applied, cells), rows, columns)


def place(finding: PersonalData) -> str:
    """Return the key of the group of a finding: those of its kind in its column."""
    return replace(finding, row=None).key


def _cells(applied: Applied, decided: Collection[tuple[PersonalData, Hiding]]) -> dict[tuple[int, int], str]:
    rows = {number: index for index, number in enumerate(applied.rows)}
    columns = {number: index for index, number in enumerate(applied.columns)}
    cells: dict[tuple[int, int], str] = {}
    for finding, way in decided:
        choice, column = way.of_row(finding.row), columns.get(finding.column or 0)
        if choice not in _CHANGES or column is None:
            continue
        # What was found of a whole column is hidden in each of its cells.
        for row in range(len(applied.rows)) if finding.row is None else [rows[finding.row]]:
            found = applied.table.rows[row]
            if column < len(found) and found[column].strip():
                cell = cells.get((row, column), found[column])
                cells[row, column] = changed(choice, cell, finding.hidden or "", way.value)
    return cells


def _with_cells(applied: Applied, cells: Mapping[tuple[int, int], str]) -> Applied:
    if not cells:
        return applied
    rows = [list(each) for each in applied.table.rows]
    for (row, column), value in cells.items():
        rows[row][column] = value
    return replace(applied, table=replace(applied.table, rows=rows))


def _without(applied: Applied, rows: Collection[int | None], columns: Collection[int | None]) -> Applied:
    if not rows and not columns:
        return applied
    kept_rows = [index for index, number in enumerate(applied.rows) if number not in rows]
    kept = [index for index, number in enumerate(applied.columns) if number not in columns]
    end = len(applied.columns)
    table = replace(
        applied.table,
        labels=tuple(applied.table.labels[index] for index in kept),
        rows=[_row(applied.table.rows[index], kept, end) for index in kept_rows],
    )
    return Applied(
        table, tuple(applied.rows[index] for index in kept_rows), tuple(applied.columns[index] for index in kept)
    )


def _row(cells: Collection[str], kept: Collection[int], end: int) -> list[str]:
    values = list(cells)
    return [values[index] for index in kept if index < len(values)] + values[end:]
