"""The deposit plugin: the pages by which a town hall publishes a file."""

from __future__ import annotations

import ckan.plugins as plugins
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

from ckanext.deposit.logic import action, auth, validators


@tk.blanket.config_declarations
@tk.blanket.actions(action)
@tk.blanket.auth_functions(auth)
@tk.blanket.validators(validators)
@tk.blanket.helpers
@tk.blanket.blueprints
class DepositPlugin(plugins.SingletonPlugin):
    """Wires the deposits into CKAN."""

    plugins.implements(plugins.IConfigurer)

    def update_config(self, config: CKANConfig) -> None:
        """Add the templates, the style and the script of the pages."""
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "deposit")
