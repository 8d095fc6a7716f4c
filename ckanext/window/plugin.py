"""The window plugin: what a public body shows under its own name."""

from __future__ import annotations

import ckan.plugins as plugins
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

from ckanext.window.logic import action, auth


@tk.blanket.actions(action)
@tk.blanket.auth_functions(auth)
@tk.blanket.blueprints
class WindowPlugin(plugins.SingletonPlugin):
    """Wires the feeds, the block and the certificates into CKAN."""

    plugins.implements(plugins.IConfigurer)

    def update_config(self, config: CKANConfig) -> None:
        """Add the templates, and the style and script of the block, whose addresses must not change."""
        tk.add_template_directory(config, "templates")
        tk.add_public_directory(config, "public")
