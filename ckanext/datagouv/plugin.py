"""Wiring of the room into CKAN."""

from __future__ import annotations

from typing import Any

import ckan.plugins as plugins
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckan.types import Context

from ckanext.datagouv import config as settings
from ckanext.datagouv import jobs, stock
from ckanext.datagouv.checksums import write_checksum
from ckanext.datagouv.download import keep_address
from ckanext.socle.interfaces import ISchedule, ScheduledJob


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.blueprints
@tk.blanket.cli
@tk.blanket.config_declarations
@tk.blanket.helpers
class DatagouvPlugin(plugins.SingletonPlugin):
    """Feeds that data.gouv.fr harvests, and download addresses that never change."""

    plugins.implements(plugins.IConfigurer)
    plugins.implements(plugins.IPackageController, inherit=True)
    plugins.implements(plugins.IResourceController, inherit=True)
    plugins.implements(ISchedule)

    def update_config(self, config: CKANConfig) -> None:
        """Make ckanext-dcat write with the profile of this room, unless the operator chose others; add the pages."""
        tk.add_template_directory(config, "templates")
        settings.choose_profile(config)

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """Return the room's jobs."""
        return jobs.scheduled_jobs()

    def after_dataset_show(self, context: Context, pkg_dict: dict[str, Any]) -> None:  # noqa: ARG002
        """Give the API's readers every key of stock CKAN."""
        stock.complete(pkg_dict)

    def before_resource_create(self, context: Context, resource: dict[str, Any]) -> None:  # noqa: ARG002
        """Write the checksum of an uploaded file."""
        write_checksum(resource)

    def before_resource_update(self, context: Context, current: dict[str, Any], resource: dict[str, Any]) -> None:  # noqa: ARG002
        """Write the checksum of an uploaded file, and keep the address of the one that it replaces."""
        write_checksum(resource)
        keep_address(current, resource)
