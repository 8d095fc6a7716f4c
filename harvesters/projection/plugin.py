"""The projection plugin: national tables as datasets of the portal's communes and EPCI."""

from __future__ import annotations

from typing import Any

import ckan.plugins as plugins
import ckan.plugins.toolkit as tk
from ckan.types import Context
from ckanext.socle.harvesters.projection import cli, jobs, publishing, territory

from ckanext.scdl.context import Bounds
from ckanext.scdl_validation.interfaces import IDataValidation
from ckanext.socle.interfaces import ISchedule, ScheduledJob
from ckanext.territories.interfaces import IKnowledge


@tk.blanket.cli(lambda: [cli.projection])
@tk.blanket.config_declarations
class ProjectionPlugin(plugins.SingletonPlugin):
    """Wires the national tables into CKAN."""

    plugins.implements(ISchedule)
    plugins.implements(IDataValidation)
    plugins.implements(IKnowledge, inherit=True)

    def territory_bounds(self, organization: str) -> Bounds | None:
        """Tell where a commune's addresses lie."""
        return territory.bounds(organization)

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """Bring the tables up to date every night."""
        return jobs.scheduled_jobs()

    def can_validate(self, context: Context, data_dict: dict[str, Any]) -> bool:  # noqa: ARG002
        """Leave alone what was cut from a public table."""
        return publishing.may_be_checked(data_dict)
