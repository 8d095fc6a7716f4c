"""The whole way of a file: read it, find its schema, check it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ckanext.scdl import detection, registry
from ckanext.scdl.exceptions import UnknownSchema
from ckanext.scdl.reading import Note, Table, read
from ckanext.scdl.report import Report
from ckanext.scdl.schema import Schema


def validate(
    source: Path | bytes,
    schema: Schema | str | None = None,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> Report:
    """Read a file and check it.

    Args:
        source: the file's path, or its content.
        schema: a schema, or what ``registry.find`` takes; found by the column names when not given, and then said.
        encoding: for a CSV, a Python codec name; guessed when not given, as are the next two.
        delimiter: for a CSV, one character.
        sheet: for a workbook, the sheet's name.

    Raises:
        UnreadableFile: no table can be read from the file.
        UnknownSchema: the schema asked for is not known, or none fits the columns.
        UnusableSchema: tables cannot be checked with that schema.
    """
    chosen = registry.find(schema) if isinstance(schema, str) else schema
    table = read(source, encoding=encoding, delimiter=delimiter, sheet=sheet)
    table, resolved = _resolve(table, chosen)
    # frictionless costs a third of a second: what cannot be read need not wait for it.
    from ckanext.scdl.checking import check

    return check(table, resolved)


def _resolve(table: Table, schema: Schema | None) -> tuple[Table, Schema]:
    """Find the schema by the columns when there is none, or the part of a data package that they fit."""
    if schema is None or schema.kind == "datapackage":
        candidates = map(registry.find, schema.resources) if schema else None
        found = detection.detect(table.labels, None if candidates is None else list(candidates))
        if found is None:
            raise UnknownSchema("unknown-schema.guess", reference="", suggestions=())
        note = Note("guessed-schema", {"schema": f"{found.name} {found.version}"})
        return replace(table, notes=(note, *table.notes)), found
    return table, schema
