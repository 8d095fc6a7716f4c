"""Points: brackets that the format asks for, or not; spaces; decimal commas."""

from __future__ import annotations

import re

from ckanext.scdl.checking.beyond.places import is_swapped
from ckanext.scdl.repairing.rules.base import Context, Readings, Rule, sure

POINT = re.compile(r"\[?\s*(-?\d+(?:\.\d+)?)\s*[,;]\s*(-?\d+(?:\.\d+)?)\s*\]?")
FRENCH = re.compile(r"\[?\s*(-?\d+,\d+)\s*[;\s]\s*(-?\d+,\d+)\s*\]?")


class Geopoints(Rule):
    """Longitude, then latitude: the two are only turned where but one order is in France."""

    name = "geopoint"
    untidy = r"^\s*\[?\s*(?:4[1-9]|5[01])"

    @classmethod
    def applies(cls, context: Context) -> bool:
        """See the base class."""
        return context.field.type == "geopoint"

    def readings(self, value: str) -> Readings:
        """See the base class."""
        found = POINT.fullmatch(value.strip()) or FRENCH.fullmatch(value.strip())
        if not found:
            return sure(None)
        numbers = [number.replace(",", ".") for number in found.groups()]
        return sure(self._written(numbers[::-1] if is_swapped(*map(float, numbers)) else numbers))

    def tidied(self, value: str) -> str | None:
        """A point written latitude first, in France the other way round only."""
        found = POINT.fullmatch(value.strip())
        if not found or not is_swapped(float(found[1]), float(found[2])):
            return None
        return self._written([found[2], found[1]])

    def _written(self, numbers: list[str]) -> str:
        pair = ",".join(numbers)
        return f"[{pair}]" if self.field.format == "array" else pair
