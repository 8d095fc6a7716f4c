"""The ground plugin: translations, theme, settings and the field rules that every room shares."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import ckan.plugins as plugins
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from flask import Blueprint

from ckanext.socle import indexing, jobs, levels, views
from ckanext.socle.health import health
from ckanext.socle.interfaces import ISchedule, ScheduledJob


def _blueprints() -> list[Blueprint]:
    return [views.socle, health]


@tk.blanket.config_declarations
@tk.blanket.helpers
@tk.blanket.validators
@tk.blanket.blueprints(_blueprints)
@tk.blanket.cli
class SoclePlugin(plugins.SingletonPlugin):
    """Wires the portal's face and its shared rules into CKAN."""

    plugins.implements(plugins.IConfigurer)
    plugins.implements(plugins.IConfigurable)
    plugins.implements(plugins.ITranslation)
    plugins.implements(plugins.IPackageController, inherit=True)
    plugins.implements(ISchedule)

    def update_config(self, config: CKANConfig) -> None:
        """Add the portal's templates and assets."""
        tk.add_template_directory(config, "templates")
        tk.add_public_directory(config, "public")
        tk.add_resource("assets", "socle")

    def configure(self, config: CKANConfig) -> None:  # noqa: ARG002
        """Refuse levels that cannot be used before anybody's file is checked by them."""
        levels.check()

    def i18n_directory(self) -> str:
        """Return the folder of the catalogues, which lies at the top of the repository and not beside this file."""
        return str(files("ckanext.socle.i18n"))

    def i18n_locales(self) -> list[str]:
        """Return the languages that have a catalogue."""
        return [path.parent.name for path in Path(self.i18n_directory()).glob("*/LC_MESSAGES")]

    def i18n_domain(self) -> str:
        """Return the name of the catalogues."""
        return "ckanext-socle"

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """Return the ground's jobs."""
        return jobs.scheduled_jobs()

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """Index the schemas that a dataset's files follow."""
        return indexing.facet_fields(pkg_dict)
