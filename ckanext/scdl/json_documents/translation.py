"""From jsonschema's errors to findings: the row is the feature's number, the field its property."""

from __future__ import annotations

import json
from typing import Any

import jsonschema  # type: ignore[import-untyped]

from ckanext.scdl.report import Finding

# Rules that a table's schema has, too: same sentences.
SHARED = {"enum", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength"}
FORMATS = {"date": "type-error.date", "date-time": "type-error.datetime", "email": "type-error.string-email"}
FORMATS |= {"uri": "type-error.string-uri", "uuid": "type-error.string-uuid", "time": "type-error.time"}
TYPES = ("string", "number", "integer", "boolean", "array", "object", "null")
QUOTED = 200


def finding(error: jsonschema.ValidationError) -> Finding:
    """Translate one error of a JSON Schema."""
    row, field = place(list(error.absolute_path))
    code, kind, params = _rule(error)
    if code == "json-missing":
        field = ".".join(filter(None, (field, params["name"])))
    return Finding(code, row=row, field=field, kind=kind, value=_text(error.instance), params=params)


def place(path: list[str | int]) -> tuple[int | None, str | None]:
    """Return the row (the number, from 1, in the first list on the way) and the field (what follows) of a path."""
    index = next((number for number, step in enumerate(path) if isinstance(step, int)), None)
    row = None if index is None else int(path[index]) + 1
    rest = path if index is None else path[index + 1 :]
    if path[:1] == ["features"] and rest[:1] == ["properties"]:
        rest = rest[1:]
    return row, ".".join(map(str, rest)) or None


def _rule(error: jsonschema.ValidationError) -> tuple[str, str | None, dict[str, Any]]:
    rule, wanted = str(error.validator), error.validator_value
    if rule in SHARED:
        return "constraint-error", rule, {"expected": wanted}
    if rule == "const":
        return "constraint-error", "enum", {"expected": [wanted]}
    if rule == "required":
        # jsonschema gives one error for each name, and says which in its sentence only.
        name = next((each for each in wanted if error.message.startswith(repr(each))), "")
        return "json-missing", None, {"name": name}
    if rule == "type":
        kinds = [wanted] if isinstance(wanted, str) else list(wanted)
        return "json-type", kinds[0] if kinds[0] in TYPES else None, {}
    if rule == "format" and wanted in FORMATS:
        code, _, kind = FORMATS[wanted].partition(".")
        return code, kind, {"example": "2024-12-31"}
    return "json-rule", None, {"rule": rule}


def _text(value: Any) -> str | None:  # noqa: ANN401
    if value is None or isinstance(value, (dict, list)):
        return None
    return value[:QUOTED] if isinstance(value, str) else json.dumps(value)[:QUOTED]
