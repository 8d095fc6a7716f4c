"""The workbook to fill of a schema, for anybody or for one body."""

from __future__ import annotations

from collections.abc import Sequence

from ckanext.scdl import registry
from ckanext.scdl.context import Context
from ckanext.scdl.exceptions import UnusableSchema
from ckanext.scdl.filling import workbook
from ckanext.scdl.filling.own import own_values
from ckanext.scdl.schema import Schema


def template(schema: Schema, context: Context | None = None, rows: Sequence[Sequence[str]] = ()) -> bytes:
    """Return the workbook (XLSX).

    Args:
        schema: of a table.
        context: of who fills it: its SIRET and name then come by themselves.
        rows: what is there already, in the schema's order of columns.

    Raises:
        UnusableSchema: it is not the schema of one table.
    """
    if not schema.fields:
        raise UnusableSchema("schema-without-table", reference=schema.name)
    known = {entry.name for entry in registry.entries()}
    title = registry.words(schema.name).plain_name if schema.name in known else str(schema.descriptor.get("title", ""))
    return workbook.write(schema, title or schema.name, own_values(schema, context or Context()), rows)
