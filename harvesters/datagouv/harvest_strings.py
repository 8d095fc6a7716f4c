"""Strings of ckanext-harvest's pages, which has no French catalogue (1.6.3), so that ours translates them.

Nothing reads this list but the tool that extracts the strings to translate; as `ckanext.socle.core_strings` for CKAN's.
"""

from __future__ import annotations


def _(message: str) -> str:
    return message


STRINGS = (
    _("No jobs yet for this source"),
    _("Harvest job stopped"),
    _("Harvest will start shortly. Refresh this page for updates."),
    _("A harvest job has already been scheduled for this source"),
    _("Harvest source cleared"),
    _("Harvesting source successfully cleared"),
    _("Harvesting source successfully inactivated"),
    _("No content found"),
    _("Harvest"),
    _("Add Harvest Source"),
    _("errors"),
    _("Id"),
    _("Started"),
    _("Finished"),
    _("Count"),
    _("Message"),
    _("There is no description for this harvest source"),
    _("Last Harvest Job"),
    _("View full job report"),
    _("Start a new harvesting job for this harvest source now"),
    _("Reharvest"),
    _(
        "Warning: This will remove all datasets for this source, as well as all previous job reports. Are you sure you "
        "want to continue?"
    ),
    _("Delete all harvest jobs and existing datasets from this source"),
    _("Clear"),
    _("View harvest source"),
    _("Jobs"),
    _("Harvest Sources"),
    _("Edit harvest source"),
    _("Create Harvest Source"),
    _("Create harvest source"),
    _("Harvest sources"),
    _("Search harvest sources..."),
    _("Job Report"),
    _("Back to job list"),
    _("Error Summary"),
    _("No errors for this job"),
    _("Only the 20 most frequent errors are shown"),
    _("Job Errors"),
    _("Document Errors"),
    _("Error Report"),
    _("documents with errors"),
    _("Remote content"),
    _("Local content"),
    _("added"),
    _("updated"),
    _("deleted"),
    _("not modified"),
    _("Running"),
    _("Manual"),
    _("Monthly"),
    _("Weekly"),
    _("Biweekly"),
    _("Daily"),
    _("Always"),
)
