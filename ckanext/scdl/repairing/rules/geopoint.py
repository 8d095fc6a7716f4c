"""Points: brackets that the format asks for, or not; spaces; decimal commas."""

from __future__ import annotations

import re

from ckanext.scdl.repairing.rules.base import Context, Readings, Rule, sure

POINT = re.compile(r"\[?\s*(-?\d+(?:\.\d+)?)\s*[,;]\s*(-?\d+(?:\.\d+)?)\s*\]?")
FRENCH = re.compile(r"\[?\s*(-?\d+,\d+)\s*[;\s]\s*(-?\d+,\d+)\s*\]?")


class Geopoints(Rule):
    """The two numbers in their order: which is the longitude is not this rule's question."""

    name = "geopoint"

    @classmethod
    def applies(cls, context: Context) -> bool:
        """See the base class."""
        return context.field.type == "geopoint"

    def readings(self, value: str) -> Readings:
        """See the base class."""
        found = POINT.fullmatch(value.strip()) or FRENCH.fullmatch(value.strip())
        if not found:
            return sure(None)
        pair = ",".join(number.replace(",", ".") for number in found.groups())
        return sure(f"[{pair}]" if self.field.format == "array" else pair)
