"""The databases of a portal: CKAN's, the DataStore's, and the role that can only read the latter."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT
from sqlalchemy.engine import URL, make_url

from ckanext.socle.launcher.embedded import Postgres
from ckanext.socle.launcher.errors import LauncherError
from ckanext.socle.launcher.words import _


@dataclass(frozen=True)
class DatabaseUrls:
    """The three addresses that CKAN wants."""

    main: str
    datastore_write: str
    datastore_read: str


def embedded_urls(postgres: Postgres, prefix: str = "ckan") -> DatabaseUrls:
    """Return the addresses of the databases in an embedded cluster; `prefix` begins their names and roles."""
    store, reader = f"{prefix}_datastore", f"{prefix}_datastore_read"
    read_password = postgres.home.secrets["datastore_password"]
    return DatabaseUrls(
        postgres.dsn(prefix, prefix), postgres.dsn(store, prefix), postgres.dsn(store, reader, read_password)
    )


def create_databases(superuser: str, urls: DatabaseUrls) -> None:
    """Create what is missing of the roles and databases named in the addresses; safe to repeat.

    Args:
        superuser: address of any database of the server, as a role that may create others.
        urls: the addresses that CKAN will use.

    Raises:
        LauncherError: the server does not answer at the superuser's address.
    """
    main, write, read = (make_url(address) for address in (urls.main, urls.datastore_write, urls.datastore_read))
    with _cursor(superuser, ISOLATION_LEVEL_AUTOCOMMIT) as cursor:  # CREATE DATABASE refuses a transaction
        for role in (main, write, read):
            _ensure_role(cursor, role)
        for database in (main, write):
            _ensure_database(cursor, database)


def grant_datastore(superuser: str, urls: DatabaseUrls, permissions: str) -> None:
    r"""Run the script printed by `ckan datastore set-permissions`, whose only psql command is `\connect`.

    Args:
        superuser: as in `create_databases`.
        urls: the addresses that CKAN uses.
        permissions: the script.
    """
    statements = "\n".join(line for line in permissions.splitlines() if not line.startswith("\\"))
    store = make_url(superuser).set(database=make_url(urls.datastore_write).database)
    with _cursor(store.render_as_string(hide_password=False), None) as cursor:
        cursor.execute(statements)


@contextmanager
def _cursor(address: str, isolation: int | None) -> Iterator[psycopg2.extensions.cursor]:
    try:
        connection = psycopg2.connect(address, connect_timeout=10)
    except psycopg2.OperationalError as error:
        raise LauncherError(_("PostgreSQL does not answer:") + f" {error}") from error
    try:
        if isolation is not None:
            connection.set_isolation_level(isolation)
        with connection.cursor() as cursor:
            yield cursor
        connection.commit()
    finally:
        connection.close()


def _ensure_role(cursor: psycopg2.extensions.cursor, role: URL) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role.username])
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    statement = sql.SQL(verb + " ROLE {} LOGIN PASSWORD {}")
    cursor.execute(statement.format(sql.Identifier(role.username or ""), sql.Literal(role.password)))


def _ensure_database(cursor: psycopg2.extensions.cursor, database: URL) -> None:
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database.database])
    if not cursor.fetchone():
        statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'")
        names = (sql.Identifier(database.database or ""), sql.Identifier(database.username or ""))
        cursor.execute(statement.format(*names))
