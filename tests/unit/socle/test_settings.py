"""The configuration that the launcher writes."""

from __future__ import annotations

import configparser
import stat
from pathlib import Path

import pytest

from ckanext.socle.launcher.databases import DatabaseUrls
from ckanext.socle.launcher.home import SECRET_NAMES, open_home
from ckanext.socle.launcher.settings import Addresses, from_environment, write_ini

URLS = DatabaseUrls("postgresql://main", "postgresql://write", "postgresql://read")


def written(home: Path, addresses: Addresses, **extra: str) -> dict[str, str]:
    opened = open_home(home)
    write_ini(opened, addresses, "http://portal", extra)
    parser = configparser.ConfigParser()
    parser.optionxform = str
    parser.read(opened.ini)
    return dict(parser["app:main"])


@pytest.mark.parametrize(
    ("variable", "option"),
    [
        ("CKAN__SITE_TITLE", "ckan.site_title"),
        ("CKANEXT__SOCLE__ACCENT_COLOUR", "ckanext.socle.accent_colour"),
        ("CKAN___SESSION_COOKIE_SECURE", "SESSION_COOKIE_SECURE"),
    ],
)
def test_a_variable_sets_an_option(variable: str, option: str) -> None:
    assert from_environment({variable: "x", "HOME": "y", "CKAN_SITE_URL": "z"}) == {option: "x"}


def test_without_solr_postgresql_searches(tmp_path: Path) -> None:
    assert written(tmp_path, Addresses(URLS, "redis://r"))["ckan.plugins"].endswith(" pg_search")


def test_with_solr_its_address_is_used(tmp_path: Path) -> None:
    values = written(tmp_path, Addresses(URLS, "redis://r", "http://solr/ckan"))
    assert "pg_search" not in values["ckan.plugins"]
    assert values["solr_url"] == "http://solr/ckan"


def test_a_percent_sign_survives(tmp_path: Path) -> None:
    assert written(tmp_path, Addresses(URLS, "redis://:100%25@r"))["ckan.redis.url"] == "redis://:100%25@r"


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    written(tmp_path, Addresses(URLS, "redis://r"))
    assert stat.S_IMODE((tmp_path / "ckan.ini").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


def test_secrets_are_generated_once_and_differ_between_portals(tmp_path: Path) -> None:
    first, again, other = (open_home(tmp_path / name).secrets for name in ("a", "a", "b"))
    assert first == again
    assert all(first[name] != other[name] for name in SECRET_NAMES)
