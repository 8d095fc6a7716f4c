"""Natural persons helped: the name of a person where the schema has a beneficiary, and no number of a body.

An RNA number is an association's. A SIRET may be a sole trader's, whom the State's own register names: then only a
civility is worth a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ckanext.scdl.privacy.finding import HIGH, LOW, MEDIUM
from ckanext.scdl.privacy.names import people, whole_person
from ckanext.scdl.privacy.view import Column, Hit, View
from ckanext.scdl.sirene import is_siren, is_siret

RNA = re.compile(r"W\d[\dAB]\d{7}|W[\dA-Z]{9}", re.IGNORECASE)


class Beneficiary:
    """A beneficiary who is a person."""

    kind = "beneficiary"

    def find(self, view: View) -> Iterator[Hit]:
        """See the base class."""
        for column in view.columns:
            if column.role == "beneficiary":
                for value, rows in column.values.items():
                    yield from self._of(view, column, value, rows)

    def _of(self, view: View, column: Column, value: str, rows: list[int]) -> Iterator[Hit]:
        person = whole_person(value)
        # «M. Jean Dupont (travaux de façade)»: a person, though the cell says more.
        civil = person.civility if person else any(each.civility and each.start == 0 for each in people(value))
        if not civil and person is None:
            return
        alone = [row for row in rows if not _legal_number(view, row)]
        if alone:
            yield Hit(self.kind, HIGH if civil else MEDIUM, column, alone, value)
        if civil and len(alone) < len(rows):
            yield Hit(self.kind, LOW, column, sorted(set(rows) - set(alone)), value)


def _legal_number(view: View, row: int) -> bool:
    """Whether the row has a body's number that is not the giver's own, which people put for want of another."""
    giver = view.cell(row, view.named(view.rules.giver_id))
    for name in view.rules.legal_ids:
        number = re.sub(r"\s", "", view.cell(row, view.named(name)))
        if number and number != giver and (RNA.fullmatch(number) or is_siret(number) or is_siren(number)):
            return True
    return False
