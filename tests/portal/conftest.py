"""What every portal test needs: the tables of the plugins that look at each published dataset, or show on each page.

CKAN's own fixtures leave the core's tables only, the first time that they clean the database.
"""

import ckan.plugins as plugins
import pytest
from ckan import model
from ckan.cli.db import _run_migrations
from faker import Faker

WATCHING = ("territories", "scdl_validation", "harvest", "datagouv", "deposit", "observatory", "window")

migrated = set()
# The same names of people and bodies in every run: what fails once fails again.
Faker.seed(28)


def migrate():
    for name in WATCHING:
        if name not in migrated and plugins.plugin_loaded(name):
            _run_migrations(name, "head", True)
            migrated.add(name)


@pytest.fixture(scope="session")
def reset_db(reset_db):
    def reset():
        if not model.repo.tables_created_and_initialised:
            migrated.clear()  # the first cleaning drops the tables, the others empty them
        reset_db()
        migrate()

    return reset


@pytest.fixture
def non_clean_db(non_clean_db):
    """The plugins may have been loaded after the cleaning."""
    migrate()
