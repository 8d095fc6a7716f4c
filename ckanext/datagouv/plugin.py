"""Wiring of the room into CKAN."""

from __future__ import annotations

import ckan.plugins as plugins
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

from ckanext.datagouv import config as settings


@tk.blanket.blueprints
@tk.blanket.helpers
class DatagouvPlugin(plugins.SingletonPlugin):
    """Feeds that data.gouv.fr harvests, and download addresses that never change."""

    plugins.implements(plugins.IConfigurer)

    def update_config(self, config: CKANConfig) -> None:
        """Make ckanext-dcat write with the profile of this room, unless the operator chose others."""
        settings.choose_profile(config)
