"""SIREN numbers: spaces, a lost zero, a number's decimals."""

from __future__ import annotations

from stdnum.fr import siren

from ckanext.scdl.repairing.rules.base import Context, Readings, Rule, sure
from ckanext.scdl.repairing.rules.siret import DECIMALS, SPACING

LENGTH = 9


class Sirens(Rule):
    """The number with its right key, or nothing."""

    name = "siren"

    @classmethod
    def applies(cls, context: Context) -> bool:
        """See the base class."""
        named = "siren" in context.field.name.casefold() and context.field.type == "string"
        return named or context.judge.has_check(context.field, "french-siren-value")

    def readings(self, value: str) -> Readings:
        """See the base class."""
        digits = SPACING.sub("", DECIMALS.sub("", value.strip()))
        if len(digits) not in {LENGTH - 1, LENGTH} or not siren.is_valid(digits.zfill(LENGTH)):
            return sure(None)
        return sure(digits.zfill(LENGTH))
