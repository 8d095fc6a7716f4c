"""An act's subject by its code in the ACTES classification, and the code by the subject.

The code and a part of the name that agree are enough; otherwise it is asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.scdl.folding import fold
from ckanext.scdl.repairing.across.actes import BY_CODE, BY_NAME
from ckanext.scdl.repairing.across.base import YES, Rows
from ckanext.scdl.repairing.proposal import Proposal

NAME, CODE = "subject-name", "subject-code"


class Subjects:
    """Looks at the two columns of the schema's senses."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def find(self) -> Iterator[Proposal]:
        """See the protocol."""
        rows, columns = self._rows, self._rows.senses.nomenclature
        if columns is None or not rows.has(*columns):
            return
        code, name = columns
        for index, value in rows.wrong(name):
            official = BY_CODE.get(rows.cell(code, index).strip())
            if official:
                yield rows.change(NAME, name, index, official, choice=None if _agrees(value, official) else YES)
        for index, _ in rows.wrong(code):
            known = BY_NAME.get(fold(rows.cell(name, index)))
            if known:
                yield rows.change(CODE, code, index, known)


def _agrees(value: str, official: str) -> bool:
    """Whether a wrong name says nothing else than the official one: blank, its subject, its detail, or one of both."""
    subject, _, detail = (fold(each) for each in official.partition("/"))
    said = [fold(each) for each in value.split("/") if each.strip()]
    return not said or subject in said or detail in said
