"""From frictionless's errors to findings that ``messages.yaml`` has sentences for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ckanext.scdl import registry
from ckanext.scdl.checking.french.base import RowFault
from ckanext.scdl.exceptions import UnknownSchema
from ckanext.scdl.reading import Table
from ckanext.scdl.report import Finding, Report
from ckanext.scdl.schema import Field, FieldWords, Schema

# frictionless says which constraint failed only in its note: «constraint "pattern" is "^\d{14}$"».
CONSTRAINT = re.compile(r'constraint "(\w+)" is ')
TRUE_WORDS = ("true", "True", "TRUE", "1")
FALSE_WORDS = ("false", "False", "FALSE", "0")
EXAMPLE_DATE = (2024, 12, 31)


def finding(error: Any, table: Table, schema: Schema) -> Finding:  # noqa: ANN401
    """Translate one error of a row or a cell."""
    if isinstance(error, RowFault):
        return _french(error, table)
    name = getattr(error, "field_name", None) or None
    field = next((each for each in schema.fields if each.name == name), None)
    number = getattr(error, "field_number", None)
    kind, params = _details(error, field)
    return Finding(
        code=error.type,
        row=error.row_number,
        column=table.column_number(number - 1) if number else None,
        field=field.name if field else None,
        value=_cell(error),
        kind=kind,
        params=params,
    )


def with_labels(report: Report) -> Report:
    """Add to every finding the columns' French labels, and «did you mean» to column names."""
    if not report.errors and not report.warnings:
        return report
    try:
        words: Mapping[str, FieldWords] = registry.words(report.schema.name).fields
    except UnknownSchema:
        words = {}
    labelled = {
        group: tuple(_labelled(each, words) for each in getattr(report, group)) for group in ("errors", "warnings")
    }
    return replace(report, errors=labelled["errors"], warnings=labelled["warnings"])


def _french(error: RowFault, table: Table) -> Finding:
    place = (None, None) if error.whole_row else (table.column_number(error.field_number - 1), error.field_name)
    return Finding(
        code=error.code,
        row=error.row_number,
        column=place[0],
        field=place[1],
        value=None if error.whole_row else _cell(error),
        kind=error.kind,
        params=error.params,
    )


def _cell(error: Any) -> str | None:  # noqa: ANN401
    """The cell as the file has it, not as frictionless read it."""
    number = getattr(error, "field_number", None)
    cells = getattr(error, "cells", [])
    if number is None:
        return None
    return str(cells[number - 1]) if number <= len(cells) else ""


def _details(error: Any, field: Field | None) -> tuple[str | None, dict[str, Any]]:  # noqa: ANN401
    if field is None:
        return None, {}
    if error.type == "type-error":
        return _type_kind(field), {"type": field.type, **_type_params(field)}
    if error.type == "constraint-error":
        found = CONSTRAINT.search(error.note)
        kind = found.group(1) if found else None
        return kind, {"expected": _expected(field, kind or "")}
    return None, {}


def _type_kind(field: Field) -> str:
    return f"string-{field.format}" if field.type == "string" and field.format != "default" else field.type


def _type_params(field: Field) -> dict[str, Any]:
    if field.type == "boolean":
        words = (
            *field.descriptor.get("trueValues", TRUE_WORDS)[:1],
            *field.descriptor.get("falseValues", FALSE_WORDS)[:1],
        )
        return {"expected": words}
    if field.type == "date":
        return {"example": _example_date(field.format)}
    if field.type == "geopoint":
        return {"example": "[1.3377,48.0702]" if field.format == "array" else "1.3377,48.0702"}
    return {}


def _example_date(form: str) -> str:
    import datetime

    day = datetime.date(*EXAMPLE_DATE)
    return day.strftime(form) if "%" in form else day.isoformat()


def _expected(field: Field, kind: str) -> Any:  # noqa: ANN401
    """A constraint's value, that of a list's items when the field is a list."""
    item = field.descriptor.get("arrayItem") or {}
    return field.constraints.get(kind, (item.get("constraints") or {}).get(kind))


def _labelled(each: Finding, words: Mapping[str, FieldWords]) -> Finding:
    extra: dict[str, Any] = {}
    for name, key in ((each.field, "label"), (each.params.get("field2"), "label2")):
        if name:
            extra[key] = words[name].label if name in words else name
    if each.field is not None and each.field in words:
        extra["help"] = words[each.field].help
    if each.row and each.kind is None and "columns" in each.params and each.code != "duplicate-label":
        extra["columns"] = [words[name].label if name in words else name for name in each.params["columns"]]
    if not extra:
        return each
    # ``dataclasses.replace`` costs twice as much, which tens of thousands of findings feel.
    return Finding(**{**vars(each), "params": each.params | extra})
