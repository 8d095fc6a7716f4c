"""SIRET numbers: spaces, a lost zero, a number's decimals or exponent, a SIREN in its place."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from decimal import Decimal

from ckanext.scdl.repairing.rules.base import DOUBTFUL, NONE, Context, Readings, Rule, sure
from ckanext.scdl.sirene import is_siren, is_siret

SPACING = re.compile(r"[\s.\u00a0\u202f'’_-]")
DECIMALS = re.compile(r"[.,]0+$")
EXPONENT = re.compile(r"(?P<digits>\d[.,]?\d*)E\+?13", re.IGNORECASE)
LENGTH = 14
# A column of the publisher's own numbers has few; among many, a likeness says nothing.
FEW = 20


class Sirets(Rule):
    """The number with its right key, or nothing: a SIRET is never guessed."""

    name = "siret"

    @classmethod
    def applies(cls, context: Context) -> bool:
        """See the base class."""
        named = "siret" in context.field.name.casefold() and context.field.type == "string"
        return named or context.judge.has_check(context.field, "french-siret-value")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._numbers: frozenset[str] = frozenset()

    def learn(self, right: AbstractSet[str]) -> None:
        """See the base class: a number that lost digits may be one of those in the column."""
        known = {*right, self.context.own_siret or ""} - {""}
        self._numbers = frozenset(known) if len(known) <= FEW else frozenset()

    def readings(self, value: str) -> Readings:
        """See the base class."""
        bare = value.strip()
        found = next((each for each in self._candidates(bare) if is_siret(each)), None)
        if found:
            return sure(found)
        alike = [each for each in self._numbers if _lost_digits(bare, each)]
        found = alike[0] if len(alike) == 1 else None if alike else _completed(bare)
        return {DOUBTFUL: found} if found else NONE

    def _candidates(self, value: str) -> list[str]:
        digits = SPACING.sub("", DECIMALS.sub("", value))
        found = EXPONENT.fullmatch(value)
        if found:
            return _exact(found["digits"])
        if not digits.isascii() or not digits.isdigit():
            return []
        if len(digits) == LENGTH - 1:
            # A number of 13 digits may also have lost its last one: the keys of both SIREN and SIRET must be right.
            padded = digits.zfill(LENGTH)
            return [padded] if is_siren(padded[:9]) else []
        own = self.context.own_siret
        if own and digits == own[:9]:
            return [own]
        return [digits] if len(digits) == LENGTH else []


def _completed(value: str) -> str | None:
    """The number of 13 digits with its last one, the key, when it begins with a right SIREN."""
    if len(value) != LENGTH - 1 or not value.isascii() or not value.isdigit() or not is_siren(value[:9]):
        return None
    return next((value + key for key in "0123456789" if is_siret(value + key)), None)


def _exact(digits: str) -> list[str]:
    """The number that was written with an exponent, if none of its digits was rounded off."""
    mantissa = digits.replace(",", ".")
    if len(mantissa.replace(".", "")) != LENGTH:
        return []
    return [str(int(Decimal(mantissa).scaleb(LENGTH - 1)))]


def _lost_digits(value: str, number: str) -> bool:
    """Whether a value is a SIRET rounded off by an exponent, or cut short."""
    found = EXPONENT.fullmatch(value)
    if not found:
        return 9 < len(value) < LENGTH and number.startswith(value)
    mantissa = found["digits"].replace(",", ".")
    decimals = len(mantissa.partition(".")[2])
    return f"{Decimal(number).scaleb(1 - LENGTH):.{decimals}f}" == mantissa
