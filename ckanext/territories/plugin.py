"""The territories plugin: official codes on organisations, their tree, the loading of the COG."""

from __future__ import annotations

import ckan.plugins as plugins
import ckan.plugins.toolkit as tk


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.blueprints
@tk.blanket.cli
@tk.blanket.helpers
@tk.blanket.validators
class TerritoriesPlugin(plugins.SingletonPlugin):
    """Wires the public bodies of the territory into CKAN."""
