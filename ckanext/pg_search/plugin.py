"""The plugin `pg_search`: installs the search and declares its settings."""

from __future__ import annotations

from ckan import plugins
from ckan.common import CKANConfig
from ckan.plugins import toolkit

from ckanext.pg_search import seam


@toolkit.blanket.config_declarations
class PgSearchPlugin(plugins.SingletonPlugin):
    """CKAN's search on PostgreSQL."""

    plugins.implements(plugins.IConfigurer)

    def update_config(self, config: CKANConfig) -> None:
        """Take the searches over, and give `solr_url` a value: CKAN demands one, though nothing here reads it."""
        config["solr_url"] = config.get("solr_url") or "postgresql"
        seam.install()
