"""Shares of one that were written as percentages: «45» where at most 1 is due. Asked: it may be a slip of the pen."""

from __future__ import annotations

import re
from decimal import Decimal

from ckanext.scdl.repairing.rules.base import DOUBTFUL, NONE, Context, Readings, Rule

PERCENTAGE = re.compile(r"\d{1,3}(?:[.,]\d+)?")


class Shares(Rule):
    """The hundredth of the number, when the column's greatest value is 1."""

    name = "share"

    @classmethod
    def applies(cls, context: Context) -> bool:
        """See the base class."""
        highest = context.field.constraints.get("maximum")
        return context.field.type == "number" and highest is not None and float(highest) == 1

    def readings(self, value: str) -> Readings:
        """See the base class."""
        bare = value.strip()
        if not PERCENTAGE.fullmatch(bare):
            return NONE
        number = Decimal(bare.replace(",", "."))
        return {DOUBTFUL: f"{(number / 100).normalize():f}"} if 1 < number <= 100 else NONE
