"""Writing documents into the search table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from ckanext.pg_search import facets
from ckanext.pg_search.document import Row, read
from ckanext.pg_search.table import DOCUMENT

FRENCH: sa.ColumnElement[str] = sa.literal_column("'french'")
SIMPLE: sa.ColumnElement[str] = sa.literal_column("'simple'")


def add(connection: sa.Connection, documents: Sequence[Mapping[str, Any]], now: datetime, *, durable: bool) -> None:
    """Insert documents, or replace those of the same `index_id`.

    Args:
        connection: in a transaction.
        documents: as CKAN gives them to Solr.
        now: the time of indexing.
        durable: wait until they are on the disk.
    """
    if not durable:
        connection.execute(sa.text("SET LOCAL synchronous_commit = off"))
    # In one order everywhere, so that two processes with the same documents wait instead of locking up.
    rows = sorted((read(document, now) for document in documents), key=lambda row: str(row.columns["index_id"]))
    numbers = facets.numbers_of(connection, (value for row in rows for value in row.facets))
    for row in rows:
        values = _columns(row, numbers)
        upsert = insert(DOCUMENT).values(values)
        replaced = {name: upsert.excluded[name] for name in values if name != "index_id"}
        connection.execute(upsert.on_conflict_do_update(index_elements=["index_id"], set_=replaced))


def flush(connection: sa.Connection) -> None:
    """Wait until all that was written is on the disk: a transaction that writes waits for those before it."""
    connection.execute(sa.text("SELECT pg_current_xact_id()"))


def _columns(row: Row, numbers: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    vectors = {
        label: sa.func.setweight(sa.func.to_tsvector(FRENCH, text), sa.literal_column(f"'{label}'"))
        for label, text in row.weighted.items()
    }
    head = vectors["A"].op("||")(vectors["B"])
    every = sa.func.to_tsvector(SIMPLE, " ".join(row.weighted.values()))
    return row.columns | {
        "facets": facets.packed(numbers[value] for value in row.facets),
        "head": head,
        "body": head.op("||")(vectors["C"]).op("||")(vectors["D"]),
        # Wildcards need no positions.
        "terms": sa.func.strip(every),
    }
