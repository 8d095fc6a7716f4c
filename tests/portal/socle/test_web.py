"""The portal's HTTP client has the operator's limits."""

from ipaddress import ip_network

import pytest

from ckanext.scdl import web
from ckanext.socle.web import client, settings

PREFIX = "ckanext.socle.http"


def test_by_default_the_client_goes_to_the_public_internet_only(with_plugins):
    assert settings().allowed_networks == ()
    with client() as opened, pytest.raises(web.Refused):
        opened.get("http://127.0.0.1/")


def test_limits_and_name_are_the_portals(with_plugins, ckan_config):
    found = settings()
    assert (found.total_time, found.download_time, found.retries) == (120, 1800, 3)
    assert (found.max_bytes, found.max_download) == (50 * 1024**2, 1024**3)
    assert ckan_config["ckan.site_url"] in found.user_agent


@pytest.mark.ckan_config(f"{PREFIX}.allowed_networks", "10.20.0.0/16 fd00::/8")
@pytest.mark.ckan_config(f"{PREFIX}.retries", "0")
def test_options_are_read(with_plugins, ckan_config):
    assert settings().allowed_networks == (ip_network("10.20.0.0/16"), ip_network("fd00::/8"))
    assert settings().retries == 0


@pytest.mark.ckan_config(f"{PREFIX}.allowed_networks", "10.20.0.1/16")
def test_a_network_that_is_none_is_named(with_plugins, ckan_config):
    with pytest.raises(ValueError, match="allowed_networks"):
        client()


def test_a_caller_may_want_less(with_plugins):
    with client(retries=0, total_time=5.0) as opened:
        assert (opened.settings.retries, opened.settings.total_time) == (0, 5.0)
