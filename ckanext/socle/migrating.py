"""Where the database changes of every room run: alembic's environment, the same for each."""

from __future__ import annotations

from alembic import context
from sqlalchemy import engine_from_config, pool


def migrate(plugin: str) -> None:
    """Run a plugin's migrations in one transaction, on the database whose address CKAN gives.

    Args:
        plugin: its name; which of its changes were made is kept in a table of its own, as CKAN asks.
    """
    config = context.config
    engine = engine_from_config(
        config.get_section(config.config_ini_section, {}), "sqlalchemy.", poolclass=pool.NullPool
    )
    with engine.connect() as connection:
        context.configure(connection=connection, version_table=f"{plugin}_alembic_version")
        with context.begin_transaction():
            context.run_migrations()
