"""A table from its address to the datasets of the portal, by the clock or by command."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckanext.socle.harvesters.projection import bodies, config, manifest, publishing, running, words
from ckanext.socle.harvesters.projection.bodies import Body
from ckanext.socle.harvesters.projection.definition import Table
from ckanext.socle.harvesters.projection.manifest import Counts
from ckanext.socle.harvesters.projection.problems import BusyError, DefinitionError

from ckanext.socle import web
from ckanext.socle.interfaces import ScheduledJob
from ckanext.socle.language import in_portal_language
from ckanext.socle.queues import SLOW

log = logging.getLogger(__name__)

UNDER_WAY = "under-way"
HOURLY = "40 * * * *"
LONGEST = 12 * 3600
REFUSED = "refused"


@dataclass
class Report:
    """What a run did.

    Attributes:
        done: cut, unchanged or failed.
        states: how many bodies are in which state of `manifest`.
        datasets: how many were created, updated…
        refused: sentences about the datasets that CKAN refuses, by name of the organisation.
        failure: why nothing was cut, as `problems` keeps it.
    """

    done: str
    counts: Counts
    states: Counter[str] = field(default_factory=Counter)
    datasets: Counter[str] = field(default_factory=Counter)
    refused: dict[str, str] = field(default_factory=dict)
    failure: dict[str, Any] | None = None


def scheduled_jobs() -> list[ScheduledJob]:
    """Return a nightly job for each table of the portal, and one that takes up what was cut short."""
    try:
        names = list(config.chosen())
    except DefinitionError as err:
        # The rest of the portal's jobs must go on; `ckan projection list` says the same.
        with in_portal_language():
            log.error("No national table is read: %s", words.sentence(err.code, err.params))
        return []
    nightly = [ScheduledJob(run_table, config.cron(), {"name": name}, LONGEST, SLOW) for name in names]
    return [*nightly, ScheduledJob(take_up, HOURLY, timeout=LONGEST, queue=SLOW)]


def run_table(name: str) -> None:
    """Bring a table of the portal up to date; called by the clock, and again if it was cut short."""
    table = config.chosen().get(name)
    if table is None:
        log.warning("Table %s is not taken any more", name)
        return
    try:
        report = run(table)
    except BusyError:
        log.info("Table %s: another process works on it", name)
        return
    log.info("Table %s: %s, %s, datasets %s", name, report.done, dict(report.states), dict(report.datasets))
    if report.failure:
        with in_portal_language():
            log.error("Table %s: %s", name, words.problem(report.failure))
    for organization, reason in report.refused.items():
        log.error("Table %s, %s: %s", name, organization, reason)


def take_up() -> int:
    """Run again the tables whose last run did not come to its end; return how many there were."""
    cut_short = [name for name in config.chosen() if (config.folder(name) / UNDER_WAY).exists()]
    for name in cut_short:
        run_table(name)
    return len(cut_short)


def run(
    table: Table,
    departements: Collection[str] = (),
    *,
    dry: bool = False,
) -> Report:
    """Fetch a table if it changed, cut it, and bring the datasets in line.

    Args:
        table: which.
        departements: only the bodies of these; all without.
        dry: publish nothing, tell what would be done.

    Raises:
        BusyError: another process works on the table.
    """
    folder = config.folder(table.name)
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / UNDER_WAY
    # A part of the bodies, or nothing published, is no reason to take the whole up again, nor the end of it.
    whole = not dry and not departements
    with in_portal_language(), running.alone(folder, table.name, "run.lock"):
        if whole:
            mark.touch()
        report = _ran(table, bodies.bodies(departements), dry=dry)
        if whole:
            mark.unlink()
    return report


def _ran(table: Table, listed: list[Body], *, dry: bool) -> Report:
    folder, targets = config.folder(table.name), bodies.targets(listed)
    with web.client(download_time=config.download_time()) as client:
        today = datetime.now(timezone.utc).date()
        done, known = running.run(table, targets, folder, client, today, config.limits())
    report = Report(done, known.counts, failure=known.failure)
    wanted = targets.wanted(table.key.kind)
    for body in listed:
        if body.code in wanted:
            report.states[known.state(body.code)] += 1
            report.datasets[_published(table, body, known, report, dry=dry)] += 1
    return report


def _published(table: Table, body: Body, known: manifest.Manifest, report: Report, *, dry: bool) -> str:
    try:
        return publishing.publish(table, body, known, config.folder(table.name), dry=dry)
    except tk.ValidationError as err:
        model.Session.rollback()
        report.refused[body.name] = "; ".join(f"{key}: {reason}" for key, reason in err.error_summary.items())
        return REFUSED
