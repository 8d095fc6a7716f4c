"""Accents in decomposed form (NFD), as macOS and some PDF write them."""

from __future__ import annotations

import unicodedata

from ckanext.scdl.repairing.rules.base import NONE, Context, Readings, Rule


class Composed(Rule):
    """The same text in composed form (Unicode NFC), which every reader finds and sorts."""

    # Every character under U+0300 is composed, and so are a text's usual signs.
    untidy = r"[^\x00-\u02ff\u2010-\u2027\u20ac]"
    name = "nfc"

    @classmethod
    def applies(cls, context: Context) -> bool:
        """See the base class."""
        return context.field.type == "string"

    def readings(self, value: str) -> Readings:  # noqa: ARG002
        """See the base class: a wrong value is the other rules'."""
        return NONE

    def tidied(self, value: str) -> str | None:
        """See the base class."""
        return None if unicodedata.is_normalized("NFC", value) else unicodedata.normalize("NFC", value)
