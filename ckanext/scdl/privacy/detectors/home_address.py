"""Where someone lives: a number and a street beside a person's name, or in a column that says so.

The address of an equipment, a school or a body is public: columns of places are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ckanext.scdl.privacy import labels
from ckanext.scdl.privacy.finding import HIGH, MEDIUM
from ckanext.scdl.privacy.names import people
from ckanext.scdl.privacy.view import Column, Hit, View

WAYS = (
    r"rue|avenue|av\.?|boulevard|bd|bld|place|pl\.?|all[ée]e|impasse|imp\.?|chemin|ch\.?|route|rte|quai|cours|square|sente|"
    r"sentier|venelle|ruelle|faubourg|fg|lotissement|r[ée]sidence|hameau|lieu-?dit|villa|passage|esplanade|promenade|mail|"
    r"clos|cit[ée]|rond-point"
)
# What begins after a street's name: «6 rue des Hibiscus pour Mme Payet».
NEXT = r"(?:pour|chez|par|appartenant|M\.|Mmes?|Mlle|Monsieur|Madame)(?!\w)"
STREET = re.compile(
    rf"(?<![\d/])\d{{1,4}}(?:\s?(?:bis|ter|quater|[A-D]))?,?\s+(?:{WAYS})\b(?:\s+(?!{NEXT})[^\s,;()]+){{1,6}}",
    re.IGNORECASE,
)
LOOKED_AT = frozenset({"extra", "free-text", "beneficiary", "other"})


class HomeAddress:
    """An address that is a person's."""

    kind = "home-address"
    sieve = rf"(?i)\d(?:\s?(?:bis|ter|quater|[A-D]))?,?\s+(?:{WAYS})"

    def find(self, view: View) -> Iterator[Hit]:
        """See the base class."""
        for column in view.columns:
            if column.role in LOOKED_AT:
                for value, rows in column.suspects.items():
                    found = STREET.search(value)
                    if found:
                        yield from self._of(view, column, value, rows, found[0])

    def _of(self, view: View, column: Column, value: str, rows: list[int], street: str) -> Iterator[Hit]:
        if column.topic == "address":
            yield Hit(self.kind, HIGH, column, rows, value)
        elif people(value.replace(street, ", ")):
            yield Hit(self.kind, MEDIUM, column, rows, street)
        elif column.role == "extra" or column.spoken in labels.PLAIN_ADDRESS:
            beside = [row for row in rows if row in view.person_rows]
            if beside:
                yield Hit(self.kind, HIGH, column, beside, street)
