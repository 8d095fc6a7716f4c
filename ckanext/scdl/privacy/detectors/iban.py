"""IBAN, the number of a bank account: country, key and length checked (ISO 13616; python-stdnum)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ckanext.scdl.privacy.detectors.base import CellDetector, Found
from ckanext.scdl.privacy.finding import HIGH
from ckanext.scdl.privacy.view import Column

NUMBER = re.compile(
    r"(?<![A-Za-z0-9])([A-Za-z]{2}\d{2}(?:[ \u00a0-]?[A-Za-z0-9]{4}){2,7}(?:[ \u00a0-]?[A-Za-z0-9]{1,3})?)"
    r"(?![A-Za-z0-9])"
)
SHORTEST = 15


class Iban(CellDetector):
    """An IBAN anywhere in a cell, grouped by four or not."""

    kind = "iban"
    sieve = r"(?:^|[^A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ \u00a0-]?[A-Za-z0-9]{4}){2}"

    def search(self, value: str, column: Column) -> Iterator[Found]:  # noqa: ARG002
        """See the base class."""
        if len(value) < SHORTEST or not NUMBER.search(value):
            return
        from stdnum import iban

        for found in NUMBER.finditer(value):
            text = found[1]
            # A word after the number may have been taken with it.
            while text and not iban.is_valid(re.sub(r"\W", "", text).upper(), check_country=False):
                text = text.rpartition(" ")[0]
            if text:
                yield text, HIGH, {}
