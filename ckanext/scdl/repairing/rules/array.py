"""Lists: quotes of the wrong kind, no brackets, listed values in another spelling."""

from __future__ import annotations

import ast
import json
import re
from typing import Any

from ckanext.scdl.repairing.rules.base import Context, Readings, Rule, sure
from ckanext.scdl.repairing.rules.enum import key

QUOTES = str.maketrans({"“": '"', "”": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})


class Arrays(Rule):
    """«lait, soja» for ["lait", "soja"], when the schema lists what may be there."""

    name = "array"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        item = self.field.descriptor.get("arrayItem") or {}
        listed = (item.get("constraints") or {}).get("enum", ())
        self._listed = {key(str(each)): str(each) for each in listed}

    @classmethod
    def applies(cls, context: Context) -> bool:
        """See the base class."""
        return context.field.type == "array"

    def readings(self, value: str) -> Readings:
        """See the base class."""
        items = _parsed(value)
        if items is None:
            items = [each.strip(" '\"[]") for each in re.split(r"[,;|\n]", value.translate(QUOTES))]
            if not self._listed:
                return sure(None)
        spelt = [self._listed.get(key(each), each) for each in items]
        return sure(json.dumps(spelt, ensure_ascii=False))


def _parsed(value: str) -> list[str] | None:
    for text in (value, value.translate(QUOTES)):
        try:
            found: Any = ast.literal_eval(text.strip())
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
        if isinstance(found, list) and all(isinstance(each, str) for each in found):
            return found
    return None
