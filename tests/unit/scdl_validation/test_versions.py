"""Which version of a schema is newer than a file's."""

import pytest

from ckanext.scdl import registry
from ckanext.scdl_validation.versions import newer


@pytest.mark.parametrize("entry", [each for each in registry.entries() if len(each.versions) > 1], ids=lambda e: e.name)
def test_the_latest_version_is_newer_than_the_first(entry):
    assert newer(entry.versions[0].url) == entry.latest
    assert newer(entry.latest.url) is None


@pytest.mark.parametrize("address", ["", "https://schema.data.gouv.fr/schemas/scdl/deliberations/9.9.9/schema.json"])
def test_an_unknown_address_has_none(address):
    assert newer(address) is None
