"""The territories plugin: official codes on organisations, their tree, the loading of the COG, who acts for whom."""

from __future__ import annotations

import ckan.plugins as plugins
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckan.types import Response
from flask import Blueprint

from ckanext.territories import views, views_acting, views_entry, views_oidc, views_people


def _blueprints() -> list[Blueprint]:
    return [
        views.territories,
        views_acting.acting,
        views_entry.entry,
        views_people.people,
        views_people.joining,
        views_oidc.oidc,
    ]


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.blueprints(_blueprints)
@tk.blanket.cli
@tk.blanket.config_declarations
@tk.blanket.helpers
@tk.blanket.validators
class TerritoriesPlugin(plugins.SingletonPlugin):
    """Wires the public bodies of the territory into CKAN."""

    plugins.implements(plugins.IConfigurer)
    plugins.implements(plugins.IAuthenticator, inherit=True)

    def update_config(self, config: CKANConfig) -> None:
        """Add the templates of the pages and of the mails."""
        tk.add_template_directory(config, "templates")

    def logout(self) -> Response | None:
        """End the session at the provider of identities too."""
        return views_oidc.log_out()
