"""Settings that the room reads: its own, and some of ckanext-dcat's."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

LARGEST_PAGE = 100
PROFILES = "ckanext.dcat.rdf.profiles"
STOCK_PROFILE = "euro_dcat_ap_3"
OUR_PROFILE = "socle_datagouv"


def page_size() -> int:
    """Return how many datasets a page of a feed holds: ckanext-dcat's setting, at most 100."""
    return max(1, min(int(tk.config["ckanext.dcat.datasets_per_page"]), LARGEST_PAGE))


def api_url() -> str:
    """Return the address of data.gouv.fr's API, with its final slash."""
    return str(tk.config["ckanext.datagouv.api_url"]).strip().rstrip("/") + "/"


def api_key() -> str:
    """Return the key with which the portal writes on data.gouv.fr, empty without one. Never to be logged or shown."""
    return str(tk.config["ckanext.datagouv.api_key"] or "").strip()


def choose_profile(config: CKANConfig) -> None:
    """Set the RDF profile of ckanext-dcat to ours where it still is ckanext-dcat's own default."""
    if config.get(PROFILES, STOCK_PROFILE) == STOCK_PROFILE:
        config[PROFILES] = OUR_PROFILE
