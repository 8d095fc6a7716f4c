"""Columns that the schema does not have and whose name says a person: «prénom», «quotient familial»."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.scdl.privacy import labels, rules
from ckanext.scdl.privacy.finding import HIGH, MEDIUM
from ckanext.scdl.privacy.view import Column, Hit, View


class PersonColumn:
    """A whole column about people."""

    kind = "person-column"

    def find(self, view: View) -> Iterator[Hit]:
        """See the base class."""
        for column in view.columns:
            if column.role == rules.EXTRA and column.values and (column.topic or _beside_names(view, column)):
                filled = sum(map(len, column.values.values()))
                yield Hit(self.kind, HIGH if column.topic else MEDIUM, column, (), params={"count": filled})


def _beside_names(view: View, column: Column) -> bool:
    """Whether a plain «nom», «adresse» or «téléphone» is a person's: people's names stand in the same table."""
    if column in view.name_columns:
        return True
    return bool(view.name_columns) and column.spoken in labels.PLAIN_ADDRESS | labels.PLAIN_PHONE
