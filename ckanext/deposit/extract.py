"""A cell among its neighbours, as the file sent has them: what a person looks for in her table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ckanext.scdl.privacy import PersonalData
from ckanext.scdl.reading import Table
from ckanext.scdl.report import Finding

NEIGHBOURS = 2
CHARACTERS = 60
MASK = "•••"


class Extract:
    """The table sent, without the cells in which personal data was found."""

    def __init__(self, table: Table, found: Iterable[PersonalData]) -> None:
        self._table = table
        self._hidden = {(each.row, each.column) for each in found if not each.sheet}

    def around(self, finding: Finding) -> list[dict[str, Any]]:
        """Return the cells around a finding: ``label``, ``value``, ``wrong``; those of its row when it is about it all.

        Nothing for a finding on the whole table or on its header.
        """
        index = -1 if finding.row is None else finding.row - self._table.row_number(0)
        if not 0 <= index < len(self._table.rows):
            return []
        place = finding.column - 1 if finding.column else NEIGHBOURS
        columns = range(max(place - NEIGHBOURS, 0), min(place + NEIGHBOURS + 1, len(self._table.labels)))
        return [
            {
                "label": _cut(self._table.labels[each]),
                "value": self._value(index, each),
                "wrong": each + 1 == finding.column,
            }
            for each in columns
        ]

    def samples(self) -> list[str]:
        """Return the first filled cell of each column, by which a person knows it again; masked like the others."""
        return [self._sample(index) for index in range(len(self._table.labels))]

    def _sample(self, column: int) -> str:
        for index, cells in enumerate(self._table.rows[:50]):
            if column < len(cells) and cells[column].strip():
                return self._value(index, column)
        return ""

    def _value(self, index: int, column: int) -> str:
        cells, number = self._table.rows[index], self._table.row_number(index)
        if {(number, column + 1), (None, column + 1)} & self._hidden:
            return MASK
        return _cut(cells[column]) if column < len(cells) else ""


def _cut(text: str) -> str:
    return text if len(text) <= CHARACTERS else text[: CHARACTERS - 1].rstrip() + "…"
