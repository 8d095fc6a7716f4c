import pytest
from ckan.tests import factories, helpers

from ckanext.territories.bodies import bodies
from ckanext.territories.cog import cog
from ckanext.territories.loading import Loader
from tests.portal.shared import app, loaded, with_plugins  # noqa: F401  # fixtures
from tests.portal.territories.browser import PASSWORD


@pytest.fixture(scope="session")
def opener():
    """Return a function that opens the organisations of some communes and of what is above them."""

    def opened(*codes):
        loader = Loader()
        return list(loader.load(bodies([cog().commune(code) for code in codes], loader.departements())))

    return opened


@pytest.fixture
def open_bodies(clean_db, clean_index, with_plugins, opener):
    """The same on an empty portal."""
    return opener


@pytest.fixture
def member(with_request_context):
    """Return a function that makes a user with a role in an organisation."""

    def made(organisation, role):
        user = factories.User(password=PASSWORD)
        helpers.call_action("organization_member_create", id=organisation, username=user["name"], role=role)
        return user["name"]

    return made
