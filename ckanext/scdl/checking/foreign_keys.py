"""``foreignKeys`` of a Table Schema: in one file, only a key to the file itself can be checked; others are said.

A key is blank when one of its cells is (https://specs.frictionlessdata.io/table-schema/#foreign-keys).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.scdl.checking.header import Header
from ckanext.scdl.reading import Table
from ckanext.scdl.report import Finding
from ckanext.scdl.schema import Schema


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose cells must be found in other columns, of this table when ``resource`` is blank."""

    fields: tuple[str, ...]
    resource: str
    targets: tuple[str, ...]


def declared(schema: Schema) -> Iterator[ForeignKey]:
    """Yield the keys that a schema declares; what is badly declared is left out."""
    keys = schema.descriptor.get("foreignKeys")
    for each in keys if isinstance(keys, list) else ():
        reference = each.get("reference") if isinstance(each, Mapping) else None
        if isinstance(reference, Mapping) and each.get("fields") and reference.get("fields"):
            yield ForeignKey(_names(each["fields"]), str(reference.get("resource") or ""), _names(reference["fields"]))


def unmade(schema: Schema) -> Iterator[Finding]:
    """Yield a warning for each key to another table."""
    for key in declared(schema):
        if key.resource:
            params = {"columns": key.fields, "resource": key.resource}
            yield Finding("check-error", kind="foreign-key", params=params)


def faults(table: Table, schema: Schema, header: Header) -> Iterator[Finding]:
    """Yield the cells that should be those of another row of the same table, and are none's."""
    places = {field.name: index for index, field in enumerate(header.fields) if field}
    for key in declared(schema):
        if not key.resource and places.keys() >= {*key.fields, *key.targets} and len(key.fields) == len(key.targets):
            missing = frozenset(schema.missing_values)
            known = set(_cells(table, [places[name] for name in key.targets]))
            for index, cells in enumerate(_cells(table, [places[name] for name in key.fields])):
                if cells not in known and not missing.intersection(cells):
                    column = places[key.fields[0]]
                    yield Finding(
                        "foreign-key",
                        row=table.row_number(index),
                        column=table.column_number(column),
                        field=key.fields[0],
                        value=cells[0],
                        params={"field2": key.targets[0]},
                    )


def _cells(table: Table, indexes: list[int]) -> Iterator[tuple[str, ...]]:
    return zip(*(table.column(index) for index in indexes), strict=True)


def _names(fields: Any) -> tuple[str, ...]:  # noqa: ANN401
    return (fields,) if isinstance(fields, str) else tuple(map(str, fields))
