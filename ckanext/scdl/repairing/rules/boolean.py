"""Yes and no in the schema's own words."""

from __future__ import annotations

from ckanext.scdl.folding import fold
from ckanext.scdl.repairing.rules.base import Context, Readings, Rule, sure

YES = frozenset({"oui", "o", "vrai", "v", "true", "t", "yes", "y", "x", "1", "1.0", "1,0", "✓", "✔", "☑"})
NO = frozenset({"non", "n", "faux", "f", "false", "no", "0", "0.0", "0,0", "☐"})


class Booleans(Rule):
    """«OUI», «Vrai», «x», «1»."""

    name = "boolean"

    @classmethod
    def applies(cls, context: Context) -> bool:
        """See the base class."""
        return context.field.type == "boolean"

    def readings(self, value: str) -> Readings:
        """See the base class."""
        word = fold(value).strip(".")
        if word in YES:
            return sure(str(self.field.descriptor.get("trueValues", ["true"])[0]))
        if word in NO:
            return sure(str(self.field.descriptor.get("falseValues", ["false"])[0]))
        return sure(None)
