"""Run the migrations of this plugin on the portal's database, with a version table of their own."""

from alembic import context
from ckan.model.meta import metadata
from sqlalchemy import engine_from_config, pool

NAME = "observatory"
TABLES = {"observatory_contact", "observatory_reminding"}


def run() -> None:
    """Migrate on one connection, in one transaction."""
    config = context.config
    engine = engine_from_config(config.get_section(config.config_ini_section), "sqlalchemy.", poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            version_table=f"{NAME}_alembic_version",
            include_object=lambda _object, name, kind, _reflected, _other: kind != "table" or name in TABLES,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
