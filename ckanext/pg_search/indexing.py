"""Writing documents into the search table."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from ckanext.pg_search import facets, numbering
from ckanext.pg_search.document import Row, read
from ckanext.pg_search.table import DOCUMENT

# One statement for any number of rows, given as one JSON text: PostgreSQL makes the stems, which this side cannot.
COLUMNS = [column.name for column in DOCUMENT.columns]
VECTORS = {
    "facets": "decode(facets, 'hex')",
    "head": "head",
    "body": "head || setweight(to_tsvector('french', c), 'C') || setweight(to_tsvector('french', d), 'D')",
    # Wildcards need no positions.
    "terms": "strip(to_tsvector('simple', concat_ws(' ', a, b, c, d)))",
}
RECORD = ", ".join(
    f"{column.name} {column.type.compile(postgresql.dialect())}"  # type: ignore[no-untyped-call]
    for column in DOCUMENT.columns
    if column.name not in VECTORS
)
UPSERT = sa.text(f"""
    INSERT INTO pg_search_document ({", ".join(COLUMNS)})
    SELECT {", ".join(VECTORS.get(name, name) for name in COLUMNS)}
    FROM json_to_recordset(CAST(:rows AS json)) AS row({RECORD}, facets text, a text, b text, c text, d text),
        LATERAL (SELECT setweight(to_tsvector('french', a), 'A') || setweight(to_tsvector('french', b), 'B')) AS h(head)
    ON CONFLICT (index_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in COLUMNS)}
""")  # noqa: S608 - every part is a constant of this module


def add(connection: sa.Connection, documents: Sequence[Mapping[str, Any]], now: datetime, *, durable: bool) -> None:
    """Insert documents, or replace those of the same `index_id` (the last one where several have it).

    Args:
        connection: in a transaction.
        documents: as CKAN gives them to Solr.
        now: the time of indexing.
        durable: wait until they are on the disk.
    """
    if not durable:
        connection.execute(sa.text("SET LOCAL synchronous_commit = off"))
    rows = {str(row.columns["index_id"]): row for row in (read(document, now) for document in documents)}
    numbers = numbering.facets(connection, (value for row in rows.values() for value in row.facets))
    scopes = numbering.scopes(connection, (row.scope for row in rows.values()))
    # In one order everywhere, so that two processes with the same documents wait instead of locking up.
    ordered = [_record(rows[key], numbers, scopes) for key in sorted(rows)]
    connection.execute(UPSERT, {"rows": json.dumps(ordered, ensure_ascii=False, default=str)})


def flush(connection: sa.Connection) -> None:
    """Wait until all that was written is on the disk: a transaction that writes waits for those before it."""
    connection.execute(sa.text("SELECT pg_current_xact_id()"))


def _record(row: Row, numbers: Mapping[tuple[str, str], int], scopes: Mapping[str, int]) -> dict[str, Any]:
    words = {label.lower(): text for label, text in row.weighted.items()}
    facet_bytes = facets.packed(numbers[value] for value in row.facets)
    return row.columns | words | {"facets": facet_bytes.hex(), "scope": scopes[numbering.scope_key(row.scope)]}
