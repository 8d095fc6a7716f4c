"""The observatory plugin: what each body must publish, where it stands, and the animator's desk."""

from __future__ import annotations

import ckan.plugins as plugins
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

from ckanext.observatory import questions, reminders
from ckanext.observatory.logic import actions, auth, validators
from ckanext.socle.interfaces import ISchedule, ScheduledJob
from ckanext.socle.queues import SLOW

NIGHTLY = "10 3 * * *"


@tk.blanket.config_declarations
@tk.blanket.actions(actions)
@tk.blanket.auth_functions(auth)
@tk.blanket.validators(validators)
@tk.blanket.helpers
@tk.blanket.blueprints
class ObservatoryPlugin(plugins.SingletonPlugin):
    """Wires the observatory into CKAN."""

    plugins.implements(plugins.IConfigurer)
    plugins.implements(ISchedule)

    def update_config(self, config: CKANConfig) -> None:
        """Add the templates and the style of the desk."""
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "observatory")

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """Send the monthly reminders; forget who asked something long ago."""
        return [*reminders.scheduled_jobs(), ScheduledJob(questions.forget_visitors, NIGHTLY, queue=SLOW)]
