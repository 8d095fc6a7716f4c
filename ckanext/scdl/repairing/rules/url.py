"""Web addresses: spaces around, a scheme left out."""

from __future__ import annotations

import re

from ckanext.scdl.repairing.rules.base import NONE, Context, Readings, Rule, sure

SCHEME = re.compile(r"(https?):/{1,3}(?=[^/])", re.IGNORECASE)
HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)


class Urls(Rule):
    """«www.exemple.fr»: https or http, as the column's other addresses say."""

    name = "url"

    @classmethod
    def applies(cls, context: Context) -> bool:
        """See the base class."""
        return context.field.type == "string" and context.field.format == "uri"

    def readings(self, value: str) -> Readings:
        """See the base class."""
        bare = value.strip().strip("<>\u00a0").strip()
        found = SCHEME.match(bare)
        if found:
            return sure(f"{found[1].lower()}://{bare[found.end() :]}")
        return {scheme: f"{scheme}://{bare}" for scheme in ("https", "http")} if HOST.fullmatch(bare) else NONE

    def habit(self, value: str) -> str | None:
        """See the base class."""
        return value.partition("://")[0]
