"""The CKAN configuration that the launcher writes: what this portal is, not how CKAN works.

Each `CKAN_…` variable that CKAN itself reads from the environment wins over this file.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from ckanext.socle.launcher.databases import DatabaseUrls
from ckanext.socle.launcher.home import Home, write_private

# The first plugin's templates win, so the bundle's own come before those that they build on.
PLUGINS = (
    "socle window scdl_validation deposit observatory territories datagouv datagouv_harvester harvest projection "
    "scheming_datasets scheming_organizations dcat datastore"
)

SETTINGS = {
    "ckan.site_title": "Données ouvertes du territoire",
    "ckan.locale_default": "fr",
    "ckan.locales_offered": "fr en",
    "ckan.display_timezone": "Europe/Paris",
    "ckan.auth.roles_that_cascade_to_sub_groups": "admin editor",
    "ckan.auth.user_create_groups": "false",
    "ckan.auth.user_create_organizations": "false",
    "ckan.auth.public_user_details": "false",
    "ckan.auth.create_default_api_keys": "false",
    "ckan.max_resource_size": "100",
    "ckan.harvest.mq.type": "redis",
    "ckan.hide_version": "true",
    "ckan.views.default_views": "",
    "scheming.dataset_schemas": "ckanext.socle.schemas:dataset.yaml",
    "scheming.organization_schemas": "ckanext.socle.schemas:organization.yaml",
    "scheming.presets": "ckanext.scheming:presets.json ckanext.socle.schemas:presets.yaml",
    "licenses_group_url": "file://" + str(files("ckanext.socle.schemas") / "licenses.json"),
    "SESSION_COOKIE_HTTPONLY": "true",
    "SESSION_COOKIE_SAMESITE": "Lax",
}

LOGGING = {
    "loggers": {"keys": "root, ckan, ckanext"},
    "handlers": {"keys": "console"},
    "formatters": {"keys": "generic"},
    "logger_root": {"level": "WARNING", "handlers": "console"},
    "logger_ckan": {"level": "WARNING", "handlers": "console", "qualname": "ckan", "propagate": "0"},
    "logger_ckanext": {"level": "INFO", "handlers": "console", "qualname": "ckanext", "propagate": "0"},
    "handler_console": {
        "class": "StreamHandler",
        "args": "(sys.stderr,)",
        "level": "NOTSET",
        "formatter": "generic",
    },
    "formatter_generic": {"format": "%(asctime)s %(levelname)-5.5s [%(name)s] %(message)s"},
}


@dataclass(frozen=True)
class Addresses:
    """Where the servers are. Without a Solr address, PostgreSQL does the search."""

    databases: DatabaseUrls
    redis: str
    solr: str | None = None


def write_ini(home: Home, addresses: Addresses, site_url: str, extra: Mapping[str, str] | None = None) -> None:
    """Write `home.ini`, mode 0600 as it holds passwords.

    Args:
        home: the state folder.
        addresses: of the servers.
        site_url: public address of the portal, without a final slash.
        extra: settings that win over those of this module.
    """
    search = "" if addresses.solr else " pg_search"
    values = {
        "use": "egg:ckan",
        "SECRET_KEY": home.secrets["secret_key"],
        "ckan.plugins": PLUGINS + search,
        "ckan.site_url": site_url,
        "ckan.site_id": "socle",
        "ckan.storage_path": str(home.storage),
        "sqlalchemy.url": addresses.databases.main,
        "ckan.datastore.write_url": addresses.databases.datastore_write,
        "ckan.datastore.read_url": addresses.databases.datastore_read,
        "ckan.redis.url": addresses.redis,
        **({"solr_url": addresses.solr} if addresses.solr else {}),
        **SETTINGS,
        **from_environment(os.environ),
        **(extra or {}),
    }
    sections = {"DEFAULT": {"debug": "false"}, "app:main": values, **LOGGING}
    write_private(home.ini, "\n".join(_section(name, content) for name, content in sections.items()))


def from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the options that the environment sets, named as ckanext-envvars does.

    `CKAN__SITE_TITLE` is `ckan.site_title`, `CKANEXT__SOCLE__ACCENT_COLOUR` is `ckanext.socle.accent_colour`;
    after `CKAN___` the name is taken as it is (`CKAN___SESSION_COOKIE_SECURE`).
    """
    options = {}
    for name, value in environment.items():
        if name.startswith("CKAN___"):
            options[name.removeprefix("CKAN___")] = value
        elif name.startswith(("CKAN__", "CKANEXT__")):
            options[name.lower().replace("__", ".")] = value
    return options


def _section(name: str, content: Mapping[str, str]) -> str:
    # Doubled per cent signs: configparser, which CKAN reads with, would interpolate single ones.
    literal = name.startswith(("formatter", "handler", "logger"))
    lines = (f"{key} = {value if literal else value.replace('%', '%%')}\n" for key, value in content.items())
    return f"[{name}]\n" + "".join(lines)
