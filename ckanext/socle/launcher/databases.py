"""The databases of a portal: CKAN's, the DataStore's, and the role that can only read the latter."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

from ckanext.socle.launcher.embedded import Postgres


@dataclass(frozen=True)
class DatabaseUrls:
    """The three addresses that CKAN wants."""

    main: str
    datastore_write: str
    datastore_read: str


def create_databases(postgres: Postgres, prefix: str = "ckan") -> DatabaseUrls:
    """Create what is missing of the roles and databases, and return their addresses; safe to repeat.

    Args:
        postgres: a running cluster.
        prefix: name of CKAN's role and database; `<prefix>_datastore` and `<prefix>_datastore_read` follow.
    """
    password, read_password = postgres.home.secrets["postgres_password"], postgres.home.secrets["datastore_password"]
    owner, store, reader = prefix, f"{prefix}_datastore", f"{prefix}_datastore_read"
    connection = psycopg2.connect(postgres.dsn())
    try:
        connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)  # CREATE DATABASE refuses a transaction
        with connection.cursor() as cursor:
            _ensure_role(cursor, owner, password)
            _ensure_role(cursor, reader, read_password)
            _ensure_database(cursor, owner, owner)
            _ensure_database(cursor, store, owner)
    finally:
        connection.close()
    return DatabaseUrls(
        postgres.dsn(owner, owner), postgres.dsn(store, owner), postgres.dsn(store, reader, read_password)
    )


def _ensure_role(cursor: psycopg2.extensions.cursor, name: str, password: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    statement = sql.SQL(verb + " ROLE {} LOGIN PASSWORD {}")
    cursor.execute(statement.format(sql.Identifier(name), sql.Literal(password)))


def _ensure_database(cursor: psycopg2.extensions.cursor, name: str, owner: str) -> None:
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    if not cursor.fetchone():
        statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'")
        cursor.execute(statement.format(sql.Identifier(name), sql.Identifier(owner)))


def datastore_permissions(permissions_sql: str, superuser_dsn: str) -> None:
    r"""Run the script printed by `ckan datastore set-permissions`, whose only psql command is `\connect`."""
    statements = "\n".join(line for line in permissions_sql.splitlines() if not line.startswith("\\"))
    connection = psycopg2.connect(superuser_dsn)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statements)
    finally:
        connection.close()
