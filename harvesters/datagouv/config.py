"""The options of the harvester, read once each."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.lib.uploader import get_max_resource_size
from ckanext.socle.harvesters.datagouv.settings import Settings

PREFIX = "ckanext.datagouv_harvester"
MEGABYTE = 1 << 20


def own_addresses() -> tuple[str, ...]:
    """Return the addresses under which the portal is or was known."""
    site = str(tk.config["ckan.site_url"])
    return tuple(filter(None, (site, *tk.config[f"{PREFIX}.own_addresses"])))


def largest_file(settings: Settings) -> int:
    """Return the largest file that a source copies, in bytes: its own limit, within CKAN's."""
    wanted = settings.max_file_size or int(tk.config[f"{PREFIX}.max_file_size"])
    return min(wanted, int(get_max_resource_size())) * MEGABYTE


def stuck_after() -> int:
    """Return the minutes without progress after which a harvest is stopped."""
    return int(tk.config[f"{PREFIX}.stuck_after"])


def mail_errors() -> bool:
    """Tell whether errors are written to those who manage a source."""
    return bool(tk.config[f"{PREFIX}.mail_errors"])
