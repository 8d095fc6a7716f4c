"""INSEE and postal codes: the zero that a spreadsheet took for useless, «.0», spaces, «2a» for «2A»."""

from __future__ import annotations

import re

from ckanext.scdl.repairing.rules.base import Context, Readings, Rule, sure

NAMED = re.compile(r"insee|code_?postal|(^|_)cp$", re.IGNORECASE)
CODE = re.compile(r"[1-9]\d{3}|\d{5}|2[AB]\d{3}")
LENGTH = 5


class GeographicCodes(Rule):
    """Departments 01 to 09 lose their zero; a code of four figures is theirs."""

    name = "geographic-code"
    untidy = r"^\d{4}$|[\s\x1c-\x1f.,'’]|\p{Ll}"

    @classmethod
    def applies(cls, context: Context) -> bool:
        """See the base class."""
        return context.field.type == "string" and bool(NAMED.search(context.field.name))

    def readings(self, value: str) -> Readings:
        """See the base class."""
        bare = re.sub(r"[.,]0+$", "", re.sub(r"\s", "", value)).upper().lstrip("'’")
        return sure(bare.zfill(LENGTH) if CODE.fullmatch(bare) else None)

    def tidied(self, value: str) -> str | None:
        """Some schemas only state the greatest length."""
        return self.readings(value).get("")
