"""E-mail addresses: spaces, «mailto:», «(at)», a name and angle brackets around."""

from __future__ import annotations

import re

from ckanext.scdl.repairing.rules.base import Context, Readings, Rule, sure

ADDRESS = re.compile(r"[^\s<>@;,]+@[^\s<>@;,]+\.[^\s<>@;,.]+")
MAILTO = re.compile(r"mailto:", re.IGNORECASE)
AT = re.compile(r"\s*@\s*|\s*[(\[]\s*(?:at|arobase|@)\s*[)\]]\s*", re.IGNORECASE)


class Emails(Rule):
    """The only address in the cell; of several, a person chooses."""

    name = "email"

    @classmethod
    def applies(cls, context: Context) -> bool:
        """See the base class."""
        return context.field.type == "string" and context.field.format == "email"

    def readings(self, value: str) -> Readings:
        """See the base class."""
        joined = AT.sub("@", MAILTO.sub("", value))
        found = list(dict.fromkeys(ADDRESS.findall(joined)))
        if len(found) > 1:
            return {"first-address": found[0], "last-address": found[-1]}
        return sure(found[0] if found else None)
