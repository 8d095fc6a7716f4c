"""From frictionless's errors to findings that ``messages.yaml`` has sentences for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from datetime import date
from typing import Any

from ckanext.scdl import registry
from ckanext.scdl.checking.french.base import REMEMBERED, RowFault
from ckanext.scdl.checking.judge import CellFault
from ckanext.scdl.exceptions import UnknownSchema
from ckanext.scdl.reading import Table
from ckanext.scdl.report import Finding, Report
from ckanext.scdl.schema import Field, FieldWords, Schema

# frictionless says which constraint failed only in its note: «constraint "pattern" is "^\d{14}$"».
CONSTRAINT = re.compile(r'constraint "(\w+)" is ')
TRUE_WORDS = ("true", "True", "TRUE", "1")
FALSE_WORDS = ("false", "False", "FALSE", "0")
EXAMPLE_DATE = date(2024, 12, 31)
# By what the labels depend on, the parameters (by identity) among them.
Shared = dict[tuple[int, str | None, str, str | None, bool], dict[str, Any]]


@dataclass
class Translator:
    """Translates the errors of one table; those that say the same of a column share their parameters."""

    table: Table
    schema: Schema
    _details: dict[tuple[str, str, str], tuple[str | None, dict[str, Any]]] = attribute(default_factory=dict)
    _params: dict[str, dict[str, Any]] = attribute(default_factory=dict)
    _values: dict[str, str] = attribute(default_factory=dict)

    def __post_init__(self) -> None:
        self._fields = {each.name: each for each in reversed(self.schema.fields)}

    def finding(self, error: CellFault | RowFault) -> Finding:
        """Translate one error of a row or a cell."""
        if isinstance(error, RowFault):
            return _french(error, self.table, self._shared(error.params), self._cell(error))
        field = self._fields.get(error.field_name)
        same = (error.field_name, error.type, error.note)
        if same not in self._details:
            self._details[same] = _details(error, field)
        kind, params = self._details[same]
        return Finding(
            code=error.type,
            row=error.row_number,
            column=self.table.column_number(error.field_number - 1),
            field=field.name if field else None,
            value=self._cell(error),
            kind=kind,
            params=params,
        )

    def _cell(self, error: CellFault | RowFault) -> str:
        """The cell as the file has it, not as frictionless read it; equal texts are one."""
        cell = str(error.cells[error.field_number - 1]) if error.field_number <= len(error.cells) else ""
        return self._values.setdefault(cell, cell) if len(self._values) < REMEMBERED else cell

    def _shared(self, params: dict[str, Any]) -> dict[str, Any]:
        """The same parameters that another fault has: a million rows would have a dictionary each."""
        if len(self._params) >= REMEMBERED:
            return params
        return self._params.setdefault(repr(params), params)


def with_labels(report: Report) -> Report:
    """Add to every finding the columns' French labels, and «did you mean» to column names."""
    if not report.errors and not report.warnings:
        return report
    try:
        words: Mapping[str, FieldWords] = registry.words(report.schema.name).fields
    except UnknownSchema:
        words = {}
    known: Shared = {}
    errors, warnings = (
        tuple(_labelled(each, words, known) for each in group) for group in (report.errors, report.warnings)
    )
    return replace(report, errors=errors, warnings=warnings)


def _french(error: RowFault, table: Table, params: dict[str, Any], cell: str) -> Finding:
    place = (None, None) if error.whole_row else (table.column_number(error.field_number - 1), error.field_name)
    return Finding(
        code=error.code,
        row=error.row_number,
        column=place[0],
        field=place[1],
        value=None if error.whole_row else cell,
        kind=error.kind,
        params=params,
    )


def _details(error: CellFault, field: Field | None) -> tuple[str | None, dict[str, Any]]:
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
    return EXAMPLE_DATE.strftime(form) if "%" in form else EXAMPLE_DATE.isoformat()


def _expected(field: Field, kind: str) -> Any:  # noqa: ANN401
    """A constraint's value, that of a list's items when the field is a list."""
    item = field.descriptor.get("arrayItem") or {}
    return field.constraints.get(kind, (item.get("constraints") or {}).get(kind))


def _labelled(each: Finding, words: Mapping[str, FieldWords], known: Shared) -> Finding:
    """The finding with its columns' labels; findings that share their parameters share those with the labels too."""
    same = (id(each.params), each.field, each.code, each.kind, each.row is None)
    if same not in known:
        known[same] = each.params | _labels(each, words)
    if known[same] == each.params:
        return each
    # ``dataclasses.replace`` costs twice as much, which tens of thousands of findings feel.
    return Finding(each.code, each.row, each.column, each.field, each.value, each.kind, known[same])


def _labels(each: Finding, words: Mapping[str, FieldWords]) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    for name, key in ((each.field, "label"), (each.params.get("field2"), "label2")):
        if name:
            extra[key] = words[name].label if name in words else name
    if each.field is not None and each.field in words:
        extra["help"] = words[each.field].help
    if each.row and each.kind is None and "columns" in each.params and each.code != "duplicate-label":
        extra["columns"] = [words[name].label if name in words else name for name in each.params["columns"]]
    return extra
