"""Words for nothing, where nothing may be written: NULL, N/A, néant."""

from __future__ import annotations

import re

from ckanext.scdl.checking.doubts import EMPTY_WORDS, NOT_NUMBERS
from ckanext.scdl.folding import fold
from ckanext.scdl.repairing.rules.base import Context, Readings, Rule, sure

# In a free text, the other words («inconnu», «néant») may be what is meant.
SOFTWARE_WORDS = frozenset({"", "null", "none", "nan", "n/a", "#n/a"})
LONGEST = max(map(len, SOFTWARE_WORDS | NOT_NUMBERS))
NOTHING_TO_SAY = frozenset(
    {"nc", "n.c.", "nr", "n.r.", "so", "s/o", "sans objet", "non renseigne", "a completer", "aucun", "aucune"}
)
# «???», «---», «…»: one sign, repeated.
SIGNS = re.compile(r"([?.\-_*/])\1*|\u2026")


class NullWords(Rule):
    """A blank cell says it better."""

    name = "null-word"
    untidy = r"^[\s\x1c-\x1f]*(?:|[#+\-nNiI].{0,8}|[^\x00-\x7f].{0,8})[\s\x1c-\x1f]*$"

    @classmethod
    def applies(cls, context: Context) -> bool:
        """See the base class: a required cell stays as it is."""
        return not context.field.required and context.is_right("")

    def readings(self, value: str) -> Readings:
        """See the base class."""
        word = fold(value)
        return sure("" if word in EMPTY_WORDS | NOTHING_TO_SAY or SIGNS.fullmatch(word) else None)

    def tidied(self, value: str) -> str | None:
        """See the base class."""
        word = value.strip()
        # Folding every text of a large file would cost more than the rest of the repair.
        if len(word) > LONGEST:
            return None
        word = fold(word)
        if self.field.type in {"number", "integer"}:
            return "" if word in NOT_NUMBERS else None
        free = self.field.type == "string" and not self.field.constraints.get("enum")
        return "" if free and word in SOFTWARE_WORDS else None
