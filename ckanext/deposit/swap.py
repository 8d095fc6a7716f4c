"""Put a new DataStore table in the place of the old one, in one transaction of the DataStore's database.

CKAN's own actions empty the table first and fill it by parts: for seconds, who reads it finds nothing, or half of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from ckan.types import Context
from ckanext.datastore.backend import postgres

FULL_TEXT = "CREATE TRIGGER zfulltext BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE PROCEDURE {function}()"
ALIAS = "CREATE VIEW {alias} AS SELECT * FROM {table}"
ALIASES = sa.text("SELECT name FROM _table_metadata WHERE alias_of = :table")


def replace(resource_id: str, fields: list[dict[str, Any]], chunks: Iterable[list[Mapping[str, Any]]]) -> None:
    """Create the table of a resource beside the one there is, fill it, and let it take its place and its aliases.

    Killed at any line, it changes nothing.

    Args:
        resource_id: of the resource.
        fields: as ``datastore_create`` takes them.
        chunks: rows as ``datastore_upsert`` takes them, so many at a time.

    Raises:
        ValidationError: the DataStore refuses a column or a row.
    """
    beside = f"deposit {resource_id}"
    with postgres.get_write_engine().begin() as connection:
        context: Context = {"connection": connection}
        postgres.create_table(context, {"resource_id": beside, "fields": fields}, {})
        connection.execute(sa.text(FULL_TEXT.format(table=_quoted(beside), function="populate_full_text_trigger")))
        for chunk in chunks:
            rows = {"resource_id": beside, "records": chunk, "method": "insert", "include_records": False}
            postgres.upsert_data(context, rows)
        aliases = list(connection.scalars(ALIASES, {"table": resource_id}))
        # From here to the end of the transaction, milliseconds, readers wait.
        connection.execute(sa.text(f"DROP TABLE IF EXISTS {_quoted(resource_id)} CASCADE"))
        connection.execute(sa.text(f"ALTER TABLE {_quoted(beside)} RENAME TO {_quoted(resource_id)}"))
        for alias in aliases:
            connection.execute(sa.text(ALIAS.format(alias=_quoted(alias), table=_quoted(resource_id))))


def _quoted(name: str) -> str:
    return str(postgres.identifier(name))
