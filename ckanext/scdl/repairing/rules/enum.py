"""Listed values in another case, without accents, with another apostrophe, hyphen or space, or decomposed."""

from __future__ import annotations

import re

from ckanext.scdl.folding import fold
from ckanext.scdl.repairing.rules.base import Context, Readings, Rule, sure

SEPARATORS = re.compile(r"[\s_-]+")


class Enums(Rule):
    """The one listed value that reads the same."""

    name = "enum"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._listed: dict[str, list[str]] = {}
        for each in self.field.constraints["enum"]:
            self._listed.setdefault(key(str(each)), []).append(str(each))

    @classmethod
    def applies(cls, context: Context) -> bool:
        """See the base class."""
        return context.field.type == "string" and bool(context.field.constraints.get("enum"))

    def readings(self, value: str) -> Readings:
        """See the base class."""
        found = self._listed.get(key(value), [])
        return sure(found[0] if len(found) == 1 else None)


def key(text: str) -> str:
    """Return a text without what people forget of a listed value."""
    return SEPARATORS.sub(" ", fold(text)).strip()
