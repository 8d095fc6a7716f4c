"""NIR, the number of the social security: 15 digits with a right key, or the 13 first (INSEE; python-stdnum).

Corsica's 2A and 2B stand in the place of the département. Without its key, 13 digits may be a bar code or a moment in
milliseconds: month, département and commune must be possible, and the column must not be one of references.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ckanext.scdl.privacy.detectors.base import CellDetector, Found, is_reference
from ckanext.scdl.privacy.finding import HIGH, MEDIUM
from ckanext.scdl.privacy.view import Column

S = r"[ .\u00a0\u202f-]?"  # what people put between the parts
# Months 20 to 42 and 50 to 99 are given when the month of birth is not known.
NUMBER = re.compile(
    rf"(?<![\dA-Za-z])(?<!\d[ .-])([1-478]{S}\d\d{S}(?:0[1-9]|1[0-2]|[2-9]\d){S}(?:\d\d|2[ABab]){S}\d{{3}}{S}\d{{3}})"
    rf"(?:{S}(\d\d))?(?![\dA-Za-z])(?![ .-]\d)"
)
DEPARTEMENTS = frozenset({*(f"{each:02}" for each in range(1, 100)), "2A", "2B"}) - {"96"}
DIGITS = 13
COMPACT = re.compile(r"\W")
IDENTIFIER = re.compile(r"\b(?:id|ids|code|ean|gtin|siret|siren|ref|reference|uid|uuid|horodatage|timestamp|cle)\b")
CONTEXT = re.compile(r"\b(?:nir|ss|secu|securite sociale|nss|insee)\b")


class Nir(CellDetector):
    """A NIR anywhere in a cell."""

    kind = "nir"
    sieve = (
        rf"(?:^|[^\dA-Za-z])[1-478]{S}\d\d{S}(?:0[1-9]|1[0-2]|[2-9]\d){S}(?:\d\d|2[ABab]){S}\d{{3}}{S}\d{{3}}"
        rf"(?:{S}\d\d)?(?:$|[^\dA-Za-z])"
    )

    def search(self, value: str, column: Column) -> Iterator[Found]:
        """See the base class."""
        if len(value) < DIGITS:
            return
        for found in NUMBER.finditer(value):
            from stdnum.fr import nir

            number, key = COMPACT.sub("", found[1]).upper(), found[2]
            if key and nir.is_valid(number + key):
                yield found[0], HIGH, {}
            elif not key and _possible(number) and _may_stand(column) and not is_reference(value, found.start()):
                yield found[0], HIGH if CONTEXT.search(column.spoken) else MEDIUM, {}


def _possible(number: str) -> bool:
    """Sex, month, département, commune and rank within what is given out; a bar code's or a clock's are seldom."""
    month, commune, rank = int(number[3:5]), number[7:10], number[10:13]
    return number[0] in "12" and 1 <= month <= 12 and number[5:7] in DEPARTEMENTS and "000" not in {commune, rank}


def _may_stand(column: Column) -> bool:
    return column.role != "identifier" and (
        column.topic == "identity" or not IDENTIFIER.search(column.spoken) or bool(CONTEXT.search(column.spoken))
    )
