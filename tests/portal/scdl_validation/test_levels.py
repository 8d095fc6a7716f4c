"""A portal says itself what is an error."""

import pytest
from ckan.exceptions import CkanConfigurationException

from ckanext.socle import levels
from tests.portal.scdl_validation.conftest import VALID, upload


@pytest.fixture
def own_levels(ckan_config, tmp_path):
    """Return a function that gives the portal a file of levels."""

    def write(text):
        path = tmp_path / "levels.yaml"
        path.write_text(text, encoding="utf-8")
        ckan_config[levels.OPTION] = str(path)

    return write


TWICE = VALID + VALID.splitlines(keepends=True)[-1]


def test_what_the_portal_calls_an_error_makes_a_file_invalid(publish, own_levels, status, act):
    assert publish(TWICE)["validation_status"] == "success"
    own_levels("levels: {duplicate-row: error}")
    found = status(publish(TWICE))
    assert found["status"] == "failure"
    assert [each["code"] for each in found["report"]["errors"]] == ["duplicate-row"]
    called = act("", "scdl_validate", upload=upload(TWICE), schema="scdl/deliberations")
    assert not called["valid"]


def test_a_portal_does_not_start_with_levels_that_cannot_be_used(with_plugins, own_levels):
    levels.check()
    own_levels("levels: {duplicate-row: grave}")
    with pytest.raises(CkanConfigurationException, match=r"levels_file.*grave"):
        levels.check()
