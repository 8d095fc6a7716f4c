"""Fixtures that most rooms share: plugins and application once a module, where CKAN’s own make them for each test."""

from __future__ import annotations

import ckan.plugins as plugins
import pytest
from ckan.tests.helpers import _get_test_app


@pytest.fixture(scope="module")
def loaded():
    """Load the plugins and make the application: seconds, so once a module."""
    plugins.load_all()
    yield _get_test_app()
    plugins.unload_all()


@pytest.fixture
def with_plugins(loaded):
    """The portal's plugins, loaded."""


@pytest.fixture
def app(loaded):
    """The portal, asked as a browser would."""
    return loaded
