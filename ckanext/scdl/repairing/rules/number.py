"""Numbers: decimal comma, spaces between thousands, currency, percent sign."""

from __future__ import annotations

from decimal import Decimal

from ckanext.scdl.repairing import numbers
from ckanext.scdl.repairing.rules.base import Context, Readings, Rule


class Numbers(Rule):
    """«1 250,50 €» for 1250.50; «45 %» for 0.45 where a share of one is due."""

    name = "number"

    @classmethod
    def applies(cls, context: Context) -> bool:
        """See the base class; a field with marks of its own reads them itself."""
        own = {"decimalChar", "groupChar", "bareNumber"} & context.field.descriptor.keys()
        return context.field.type == "number" and not own

    def readings(self, value: str) -> Readings:
        """See the base class."""
        text = value.strip()
        if not text.endswith("%"):
            return numbers.meanings(text)
        found = numbers.meanings(text[:-1])
        if not self._is_share():
            return found
        return {habit: f"{(Decimal(number) / 100).normalize():f}" for habit, number in found.items()}

    def _is_share(self) -> bool:
        highest = self.field.constraints.get("maximum")
        return highest is not None and float(highest) <= 1
