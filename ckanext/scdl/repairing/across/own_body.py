"""The publisher's own SIRET and name, where the schema asks for who publishes and the file says nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.scdl.checking.beyond.own_siret import SIRET
from ckanext.scdl.context import SIREN_LENGTH
from ckanext.scdl.repairing.across.base import YES, Rows
from ckanext.scdl.repairing.layout import NEW_COLUMN
from ckanext.scdl.repairing.proposal import Proposal

RULE = "own-body"


class OwnBody:
    """A blank cell is filled, a missing column added; a number with a wrong key is asked."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def find(self) -> Iterator[Proposal]:
        """See the protocol."""
        siret = self._rows.context.own_siret
        for number, name in self._rows.senses.bodies if siret else ():
            if number in self._rows.senses.own_siret and self._nobody_else(number):
                yield from self._told(number, siret or "")
                yield from self._told(name, self._rows.context.name)

    def _nobody_else(self, number: str) -> bool:
        """Whether every SIRET of the column is the publisher's."""
        if not self._rows.has(number):
            return True
        numbers = {each for each in self._rows.cells(number) if SIRET.fullmatch(each)}
        right = {each for each in numbers if self._rows.is_right(number, each)}
        return all(each[:SIREN_LENGTH] == self._rows.context.own_siren for each in right)

    def _told(self, column: str, value: str | None) -> Iterator[Proposal]:
        rows = self._rows
        if value is None:
            return
        if rows.has(column):
            for index, cell in rows.wrong(column):
                if rows.is_right(column, value):
                    yield rows.change(RULE, column, index, value, choice=YES if cell.strip() else None)
        elif rows.lacks(column):
            yield Proposal(NEW_COLUMN, None, value, field=column)
