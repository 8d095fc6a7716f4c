"""The validation plugin: every published file is checked, and none with undecided personal data is reachable."""

from __future__ import annotations

import ckan.plugins as plugins
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig


@tk.blanket.config_declarations
@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.validators
@tk.blanket.helpers
@tk.blanket.blueprints
@tk.blanket.cli
class ScdlValidationPlugin(plugins.SingletonPlugin):
    """Wires the checking of published files into CKAN."""

    plugins.implements(plugins.IConfigurer)

    def update_config(self, config: CKANConfig) -> None:
        """Add the templates and the assets of the pages."""
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "scdl_validation")
