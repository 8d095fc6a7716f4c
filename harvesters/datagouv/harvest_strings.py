"""Strings of ckanext-harvest's code, which has no French catalogue (1.6.3), so that ours translates them.

Its pages are ours (`templates/source/`). Nothing reads this list but the tool that extracts the strings to translate,
as `ckanext.socle.core_strings` for CKAN's.
"""

from __future__ import annotations


def _(message: str) -> str:
    return message


STRINGS = (
    _("Harvest source not found"),
    _("No jobs yet for this source"),
    _("Harvest job not found"),
    _("Harvest job stopped"),
    _("Harvest will start shortly. Refresh this page for updates."),
    _('Cannot create new harvest jobs on inactive sources. First, please change the source status to "active".'),
    _("A harvest job has already been scheduled for this source"),
    _("Harvest source cleared"),
    _("Harvesting source successfully cleared"),
    _("Harvesting source successfully inactivated"),
    _("No content found"),
    _("Error Summary"),
    _("Document Error"),
    _("Job Errors"),
    _("User {0} not authorized to create harvest sources"),
    _("User not authorized to create a job for source {0}"),
    _("Only sysadmins can create harvest jobs for all sources"),
    _("Only the sysadmins can create harvest objects"),
    _("User {0} not authorized to delete harvest source {1}"),
    _("User {0} not authorized to read harvest source {1}"),
    _("User {0} not authorized to see jobs from source {1}"),
    _("User {0} not authorized to list jobs for source {1}"),
    _("User {0} not authorized to update harvest source {1}"),
    _("Only sysadmins can clear history for all harvest jobs"),
    _("Only sysadmins can reimport all harvest objects"),
    _("Only sysadmins can run the pending harvest jobs"),
    _("Only sysadmins can reindex all harvest sources"),
    # How often a source runs: its code writes them in capitals, its helper as titles.
    _("Manual"),
    _("Monthly"),
    _("Weekly"),
    _("Biweekly"),
    _("Daily"),
    _("Always"),
)
