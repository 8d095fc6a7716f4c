"""Whole numbers and years: «12.0», «1 250», «2024,0», «deux»."""

from __future__ import annotations

from ckanext.scdl.folding import fold
from ckanext.scdl.repairing import numbers
from ckanext.scdl.repairing.rules.base import Context, Readings, Rule, sure

UNITS = ("zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
TEENS = ("onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt")
WORDS = (*UNITS, *TEENS)


class Integers(Rule):
    """What spreadsheets and people do to whole numbers."""

    name = "integer"

    @classmethod
    def applies(cls, context: Context) -> bool:
        """See the base class."""
        return context.field.type in {"integer", "year"}

    def readings(self, value: str) -> Readings:
        """See the base class."""
        word = fold(value)
        if word in WORDS:
            return sure(str(WORDS.index(word)))
        # A reading that is not whole stays among the others: «1,250» is asked, though 1.25 cannot stand here.
        return {habit: numbers.as_integer(number) or number for habit, number in numbers.meanings(value).items()}
