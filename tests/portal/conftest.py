"""What every portal test needs: the tables of the plugins that look at each published file."""

import ckan.plugins as plugins
import pytest

WATCHING = ("scdl_validation", "harvest")


@pytest.fixture
def clean_db(clean_db, migrate_db_for):
    """CKAN's own fixture, which leaves the core's tables only."""
    _migrate(migrate_db_for)


@pytest.fixture
def non_clean_db(non_clean_db, migrate_db_for):
    """CKAN's own fixture, which leaves the core's tables only the first time."""
    _migrate(migrate_db_for)


def _migrate(migrate_db_for):
    for name in WATCHING:
        if plugins.plugin_loaded(name):
            migrate_db_for(name)
