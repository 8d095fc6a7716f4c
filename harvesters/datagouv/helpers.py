"""Template helpers of the harvester (every public function is exported)."""

from __future__ import annotations

from typing import Any

from ckan.lib.helpers import Page
from ckanext.socle.harvesters.datagouv import harvester as _harvester
from ckanext.socle.harvesters.datagouv import reports as _reports
from ckanext.socle.harvesters.datagouv import sources as _sources
from ckanext.socle.harvesters.datagouv import sources_shown as _shown

from ckanext.socle.paging import Pages


def datagouv_source_form(data: dict[str, Any]) -> dict[str, str]:
    """Return the fields of a source's form: as they were sent, else as its settings have them."""
    return _sources.form_values(data)


def datagouv_source_address() -> str:
    """Return the address of data.gouv.fr's API."""
    return _harvester.ADDRESS


def datagouv_source_datasets(source: dict[str, Any]) -> dict[str, Any]:
    """Return a page of the datasets that a source brought: `count`, `publications`, `pages`."""
    return _shown.datasets(source)


def datagouv_source_status(source: dict[str, Any]) -> dict[str, Any]:
    """Return where a source stands: `total_datasets`, `last_job` (or nothing)."""
    return _shown.status(source)


def datagouv_source_pages(found: Page, words: str) -> Pages:
    """Return the links below the list of sources."""
    return _shown.pages_of_sources(found, words)


def datagouv_run_state(run: dict[str, Any]) -> dict[str, str]:
    """Return `label` and `kind` for where a run stands."""
    return _shown.state(run)


def datagouv_run_stopped(run: dict[str, Any]) -> bool:
    """Tell whether a run was stopped before its end."""
    return _shown.stopped(run)


def datagouv_run_counts(run: dict[str, Any]) -> list[tuple[str, str]]:
    """Return pairs (words, number) of what a run did."""
    return _shown.counts(run)


def datagouv_run_report(run: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
    """Return a page of the report of a run: `total`, `lines`, `pages`."""
    return _shown.report(run, source)


def datagouv_line_kinds() -> dict[str, str]:
    """Return the words for each kind of line of a report."""
    return _reports.kinds()
