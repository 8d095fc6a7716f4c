"""The deposit plugin: the pages by which a town hall publishes a file."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import ckan.plugins as plugins
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

from ckanext.deposit import scheduled, waiting
from ckanext.deposit.logic import actions, auth, validators
from ckanext.socle.interfaces import ISchedule, ScheduledJob
from ckanext.territories.interfaces import IWaiting, Waiting


@tk.blanket.config_declarations
@tk.blanket.actions(actions)
@tk.blanket.auth_functions(auth)
@tk.blanket.validators(validators)
@tk.blanket.helpers
@tk.blanket.blueprints
class DepositPlugin(plugins.SingletonPlugin):
    """Wires the deposits into CKAN."""

    plugins.implements(plugins.IConfigurer)
    plugins.implements(ISchedule)
    plugins.implements(IWaiting)

    def update_config(self, config: CKANConfig) -> None:
        """Add the templates, the style and the script of the pages."""
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "deposit")

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """Take up what was interrupted, delete what is not needed any more."""
        return scheduled.jobs()

    def waiting(self, user: str, organizations: Collection[str]) -> Iterable[Waiting]:  # noqa: ARG002
        """Tell which addresses bring nothing new any more."""
        return waiting.of_bodies(organizations)
