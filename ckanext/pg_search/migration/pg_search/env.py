"""Alembic's environment: CKAN gives the address of the database."""

from alembic import context
from sqlalchemy import engine_from_config, pool

config = context.config


def run_migrations() -> None:
    """Run the migrations in one transaction."""
    engine = engine_from_config(
        config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool
    )
    with engine.connect() as connection:
        context.configure(connection=connection, version_table="pg_search_alembic_version")
        with context.begin_transaction():
            context.run_migrations()


run_migrations()
