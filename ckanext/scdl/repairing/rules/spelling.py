"""Texts with a pattern: outer spaces, case, spaces inside a number, «.0»."""

from __future__ import annotations

import re
import unicodedata

from ckanext.scdl.repairing.rules.base import Context, Readings, Rule, sure

APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
FIGURES = re.compile(r"\d+")


class Spellings(Rule):
    """The first spelling, from the nearest, that the pattern takes."""

    name = "spelling"

    @classmethod
    def applies(cls, context: Context) -> bool:
        """See the base class."""
        return context.field.type == "string"

    def readings(self, value: str) -> Readings:
        """See the base class."""
        return sure(next(filter(self.context.is_right, _spellings(value)), None))


def _spellings(value: str) -> list[str]:
    neat = " ".join(unicodedata.normalize("NFC", value).split())
    tight = neat.replace(" ", "")
    figures = re.sub(r"[.,]0+$", "", tight)
    found = [neat, neat.translate(APOSTROPHES)]
    if FIGURES.fullmatch(figures):
        found.append(figures)
    # A code has figures; the case of a name is left to who wrote it.
    if any(map(str.isdigit, tight)) and tight.isalnum():
        found += [neat.upper(), tight.upper()]
    return found
