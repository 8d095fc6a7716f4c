"""How a resource says that its file is to be read: ckanext-validation's field ``validation_options``. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ckanext.scdl import Guesses


def parse(text: object) -> dict[str, Any]:
    """Read the field, a JSON object or its text; anything else says nothing."""
    if isinstance(text, str) and text.strip():
        try:
            text = json.loads(text)
        except ValueError:
            return {}
    return dict(text) if isinstance(text, Mapping) else {}


def guesses(options: Mapping[str, Any]) -> Guesses:
    """Return what the options say of the file.

    Args:
        options: ``encoding``, ``delimiter``, ``sheet`` and ``header_row``, or frictionless's ``dialect`` with
            ``csv.delimiter``, ``excel.sheet`` and ``headerRows``. Others are not looked at.
    """
    dialect = _object(options, "dialect")
    csv, excel = _object(dialect, "csv"), _object(dialect, "excel")
    rows = dialect.get("headerRows") or [None]
    row = options.get("header_row") or (rows[0] if isinstance(rows, list) else None)
    return Guesses(
        encoding=_text(options.get("encoding")),
        delimiter=_text(options.get("delimiter") or csv.get("delimiter") or dialect.get("delimiter")),
        sheet=_text(options.get("sheet") or excel.get("sheet")),
        header_row=row if isinstance(row, int) and row > 0 else None,
    )


def _object(options: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = options.get(key)
    return found if isinstance(found, Mapping) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
