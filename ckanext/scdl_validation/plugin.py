"""The validation plugin: every published file is checked, and none with undecided personal data is reachable."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import ckan.plugins as plugins
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckan.types import Context
from flask import Blueprint

from ckanext.scdl.context import Bounds, Published
from ckanext.scdl_validation import earlier, gate, jobs, saving, states, views, waiting
from ckanext.scdl_validation.limits import limits
from ckanext.socle.interfaces import ISchedule, IWithhold, ScheduledJob
from ckanext.territories.interfaces import IKnowledge, IWaiting, Waiting


def _blueprints() -> list[Blueprint]:
    return [limits, *(getattr(views, name) for name in views.__all__)]


@tk.blanket.config_declarations
@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.validators
@tk.blanket.helpers
@tk.blanket.blueprints(_blueprints)
@tk.blanket.cli
class ScdlValidationPlugin(plugins.SingletonPlugin):
    """Wires the checking of published files into CKAN."""

    plugins.implements(plugins.IConfigurer)
    plugins.implements(plugins.IPackageController, inherit=True)
    plugins.implements(plugins.IResourceController, inherit=True)
    plugins.implements(ISchedule)
    plugins.implements(IKnowledge)
    plugins.implements(IWithhold)
    plugins.implements(IWaiting)

    def published_tables(self, organization: str, schema: str, besides: Collection[str]) -> Sequence[Published]:
        """Tell what a body has published already."""
        return earlier.tables(organization, schema, besides)

    def territory_bounds(self, organization: str) -> Bounds | None:
        """Tell where the addresses lie that a commune has published."""
        return earlier.territory(organization)

    def waiting(self, user: str, organizations: Collection[str]) -> Iterable[Waiting]:  # noqa: ARG002
        """Tell which published files wait for a decision or a correction."""
        return waiting.of_bodies(organizations)

    def update_config(self, config: CKANConfig) -> None:
        """Add the templates and the assets of the pages; listen to the ends of transactions."""
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "scdl_validation")
        saving.watch_transactions()

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """Return the room's jobs."""
        return jobs.scheduled_jobs()

    def withheld(self, resources: Collection[str]) -> Collection[str]:
        """Return the files that wait for a check or a decision, or are refused."""
        return states.held(resources).keys()

    def before_resource_create(self, context: Context, resource: dict[str, Any]) -> None:  # noqa: ARG002
        """Look at a file that is being published."""
        saving.before(resource, None, str(resource.get("package_id") or ""))

    def before_resource_update(self, context: Context, current: dict[str, Any], resource: dict[str, Any]) -> None:  # noqa: ARG002
        """Look at a file that is being replaced."""
        saving.before(resource, current, str(current["package_id"]))

    def after_dataset_create(self, context: Context, pkg_dict: dict[str, Any]) -> None:  # noqa: ARG002
        """Write the states of a dataset's files with it."""
        saving.within(pkg_dict["id"])

    def after_dataset_update(self, context: Context, pkg_dict: dict[str, Any]) -> None:  # noqa: ARG002
        """Write the states of a dataset's files with it."""
        saving.within(pkg_dict["id"])

    def after_dataset_show(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Leave out the files that the visitor may not have."""
        gate.strip(context, [pkg_dict])
