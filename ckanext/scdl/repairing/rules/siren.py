"""SIREN numbers: spaces, a lost zero, a number's decimals."""

from __future__ import annotations

from ckanext.scdl.repairing.rules.base import Context, Readings, Rule, sure
from ckanext.scdl.repairing.rules.siret import DECIMALS, SPACING
from ckanext.scdl.sirene import is_siren

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
        if len(digits) not in {LENGTH - 1, LENGTH} or not is_siren(digits.zfill(LENGTH)):
            return sure(None)
        return sure(digits.zfill(LENGTH))
