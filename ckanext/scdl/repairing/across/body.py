"""A body's name by its number, when other rows of the file say it; its number by its name, asked.

A SIRET names one body: the name that the file gives it elsewhere is its name. A name may be that of several
establishments: the number is asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.scdl.repairing.across.base import YES, Rows
from ckanext.scdl.repairing.proposal import Proposal

NAME, NUMBER = "body-name", "body-number"


class Bodies:
    """Looks at each pair of columns that the schema's senses declare."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def find(self) -> Iterator[Proposal]:
        """See the protocol."""
        for number, name in self._rows.senses.bodies:
            if self._rows.has(number, name):
                yield from self._filled(NAME, number, name, choice=None)
                yield from self._filled(NUMBER, name, number, choice=YES)

    def _filled(self, rule: str, known: str, wanted: str, *, choice: str | None) -> Iterator[Proposal]:
        rows = self._rows
        wrong = list(rows.wrong(wanted))
        if not wrong:
            return
        said = self._said(known, wanted)
        for index, _ in wrong:
            values = said.get(rows.cell(known, index).strip(), set())
            if len(values) == 1:
                yield rows.change(rule, wanted, index, next(iter(values)), choice=choice)

    def _said(self, known: str, wanted: str) -> dict[str, set[str]]:
        """What right values of a column stand beside each right value of the other."""
        rows = self._rows
        said: dict[str, set[str]] = {}
        for one, other in set(zip(rows.cells(known), rows.cells(wanted), strict=True)):
            if one.strip() and other.strip() and rows.is_right(known, one) and rows.is_right(wanted, other):
                said.setdefault(one.strip(), set()).add(other)
        return said
