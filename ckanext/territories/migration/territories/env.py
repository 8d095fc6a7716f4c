"""Alembic's environment of this plugin."""

from ckanext.socle.migrating import migrate

migrate("territories")
