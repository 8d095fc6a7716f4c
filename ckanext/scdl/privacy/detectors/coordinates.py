"""The position of a private person: coordinates that tell a house, in the row of someone's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ckanext.scdl.privacy import rules
from ckanext.scdl.privacy.finding import HIGH
from ckanext.scdl.privacy.view import Hit, View

NAME = re.compile(r"\b(?:lat|latitude|lon|lng|long|longitude|x|y|gps|coord\w*|geo\w*|position|point|wgs84|xy)\b")
NUMBER = re.compile(r"-?\d{1,3}[.,](\d+)")


class Coordinates:
    """Coordinates beside a person's name."""

    kind = "coordinates"

    def find(self, view: View) -> Iterator[Hit]:
        """See the base class."""
        decimals = int(rules.declared()["coordinate_decimals"])
        for column in view.columns:
            if column.role not in {"extra", "other"} or not NAME.search(column.spoken) or not view.person_rows:
                continue
            for value, rows in column.values.items():
                beside = [row for row in rows if row in view.person_rows]
                if beside and any(len(each[1]) >= decimals for each in NUMBER.finditer(value)):
                    yield Hit(self.kind, HIGH, column, beside, value)
