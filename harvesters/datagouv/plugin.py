"""The datagouv_harvester plugin: a source type of ckanext-harvest."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import ckan.plugins as plugins
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckanext.harvest.interfaces import IHarvester
from ckanext.harvest.model import HarvestJob, HarvestObject
from ckanext.socle.harvesters.datagouv import harvester, helpers, mending, views, waiting, watch
from ckanext.socle.harvesters.datagouv.logic import action, auth
from flask import Blueprint

from ckanext.socle.interfaces import ISchedule, ScheduledJob
from ckanext.territories.interfaces import IWaiting, Waiting


def _blueprints() -> list[Blueprint]:
    return [views.datagouv_harvester]


@tk.blanket.config_declarations
@tk.blanket.actions(action)
@tk.blanket.auth_functions(auth)
@tk.blanket.helpers(helpers)
@tk.blanket.blueprints(_blueprints)
class DatagouvHarvesterPlugin(plugins.SingletonPlugin):
    """Wires the harvester into CKAN and ckanext-harvest."""

    plugins.implements(plugins.IConfigurer)
    plugins.implements(IHarvester)
    plugins.implements(ISchedule)
    plugins.implements(IWaiting)

    def update_config(self, config: CKANConfig) -> None:
        """Add the harvester's templates, and mend what of ckanext-harvest does not hold on CKAN 2.12."""
        tk.add_template_directory(config, "templates")
        mending.mend()

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """Return the clock of the harvests."""
        return watch.scheduled_jobs()

    def waiting(self, user: str, organizations: Collection[str]) -> Iterable[Waiting]:
        """Tell what the sources do not take for some bodies."""
        return waiting.of_bodies(user, organizations)

    def info(self) -> dict[str, str]:
        """Describe the harvester."""
        return harvester.info()

    def validate_config(self, config: str | None) -> str:
        """Check the settings of a source."""
        return harvester.validate_config(config)

    def get_original_url(self, harvest_object_id: str) -> str | None:
        """Return the address of a dataset on data.gouv.fr."""
        return harvester.original_url(harvest_object_id)

    def gather_stage(self, harvest_job: HarvestJob) -> list[str]:
        """Read the catalogue's lists."""
        return harvester.gather(harvest_job)

    def fetch_stage(self, harvest_object: HarvestObject) -> Any:  # noqa: ANN401
        """Read one dataset."""
        return harvester.fetch(harvest_object)

    def import_stage(self, harvest_object: HarvestObject) -> Any:  # noqa: ANN401
        """Write one dataset."""
        return harvester.take(harvest_object)
