"""What a harvest does not take and somebody can mend, as the list of a territory shows it.

One line a source, body and reason: a source that covers a région can refuse a thousand datasets for one missing
setting. What is this portal's own, or another source's, waits for nobody. A line is at the body that it concerns; at
the source's own where none is known (a whole run, a dataset that never came): only who manages the source mends it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckanext.harvest.model import HarvestGatherError, HarvestJob, HarvestObject, HarvestObjectError, HarvestSource
from ckanext.socle.harvesters.datagouv import records
from ckanext.socle.harvesters.datagouv.harvester import TYPE
from ckanext.socle.harvesters.datagouv.identifiers import package_id
from ckanext.socle.harvesters.datagouv.records import Memory
from ckanext.socle.harvesters.datagouv.words import say

from ckanext.territories.interfaces import REFUSED, Waiting

LISTED = 1000
MENDABLE = {"no-owner", "owners-several", "owner-not-yours", "owner-unknown"}


@dataclass(frozen=True)
class Line:
    """One thing that was not taken.

    Attributes:
        bodies: identifiers of those that it concerns, or nothing: then it is for the body of the source.
        cause: what makes it one with others.
        page: its address on data.gouv.fr, empty for a whole run.
    """

    source: str
    job: str
    bodies: tuple[str, ...]
    cause: str
    title: str
    text: str
    page: str
    date: datetime


def of_bodies(user: str, organizations: Collection[str]) -> list[Waiting]:
    """Return what the harvests do not take for some bodies, the newest first."""
    sources = _sources()
    groups: dict[tuple[str, str, str], list[Line]] = {}
    for line in (*_refused(sources), *_errors(sources), *_runs(sources)):
        for body in line.bodies or (str(sources[line.source].owner_org or ""),):
            if body in organizations:
                groups.setdefault((line.source, body, line.cause), []).append(line)
    found = [_shown(user, body, sources[source], lines) for (source, body, _), lines in groups.items()]
    return sorted(found, key=lambda each: each.date, reverse=True)[:LISTED]


def _sources() -> dict[str, Any]:
    """The active sources: title, owner_org, name of each."""
    package = model.Package
    wanted = sa.select(package.id, package.name, package.title, package.owner_org)
    ours = wanted.join(HarvestSource, HarvestSource.id == package.id)
    rows = model.Session.execute(
        ours.where(HarvestSource.type == TYPE, HarvestSource.active, package.state == "active")
    )
    return {row.id: row for row in rows}


def _refused(sources: Mapping[str, Any]) -> Iterator[Line]:
    for row in records.refused(sources):
        memory = Memory.from_json(row.value)
        problem = memory.problem
        if memory.outcome != records.REFUSED or problem is None or problem.code not in MENDABLE:
            continue
        bodies = tuple(memory.bodies)
        yield Line(row.source, row.job, bodies, problem.code, memory.title, say(problem), memory.page, row.gathered)


def _errors(sources: Mapping[str, Any]) -> Iterator[Line]:
    """What went wrong with one dataset in the last run of each source: the next one tries again."""
    wanted = (
        sa.select(HarvestObjectError, HarvestObject)
        .join(HarvestObject, HarvestObject.id == HarvestObjectError.harvest_object_id)
        .where(HarvestObject.harvest_job_id.in_(_last_jobs(sources)))
    )
    rows = model.Session.execute(wanted.order_by(HarvestObjectError.created).limit(LISTED)).all()
    owners = _owners(package_id(taken.guid) for _, taken in rows)
    for error, taken in rows:
        memory = records.read(taken)
        bodies = tuple(memory.bodies) or owners.get(package_id(taken.guid), ())
        about = (memory.title or taken.guid, str(error.message), memory.page, error.created)
        yield Line(taken.harvest_source_id, taken.harvest_job_id, bodies, str(error.message), *about)


def _owners(packages: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The bodies that have these datasets already: what went wrong before it was asked for whom concerns them."""
    package = model.Package
    rows = model.Session.execute(sa.select(package.id, package.owner_org).where(package.id.in_(list(packages))))
    return {row.id: (str(row.owner_org),) for row in rows if row.owner_org}


def _runs(sources: Mapping[str, Any]) -> Iterator[Line]:
    """What went wrong with the last run as a whole."""
    wanted = (
        sa.select(HarvestGatherError, HarvestJob.source_id)
        .join(HarvestJob, HarvestJob.id == HarvestGatherError.harvest_job_id)
        .where(HarvestJob.id.in_(_last_jobs(sources)))
    )
    for error, source in model.Session.execute(wanted):
        message = str(error.message)
        title = str(sources[source].title)
        yield Line(source, error.harvest_job_id, (), message, title, message, "", error.created)


def _last_jobs(sources: Mapping[str, Any]) -> sa.Select[Any]:
    """The last finished run of each source."""
    newest = sa.select(HarvestJob.id).distinct(HarvestJob.source_id).where(HarvestJob.source_id.in_(list(sources)))
    finished = newest.where(HarvestJob.status == "Finished")
    return finished.order_by(HarvestJob.source_id, HarvestJob.created.desc())


def _shown(user: str, body: str, source: Any, lines: list[Line]) -> Waiting:  # noqa: ANN401
    last = max(lines, key=lambda each: each.date)
    sentence = tk.ungettext("{count} dataset of “{source}”", "{count} datasets of “{source}”", len(lines))
    many = sentence.format(count=tk.h.localised_number(len(lines)), source=source.title)
    about = last.title if len(lines) == 1 else many
    identifier = f"{source.id}:{body}:{last.cause}"
    return Waiting(identifier, REFUSED, body, about, last.text, last.date, _link(user, source, last))


def _link(user: str, source: Any, line: Line) -> str:  # noqa: ANN401
    """The report of the run for who manages the source, else the page of data.gouv.fr."""
    context: Any = {"user": user, "model": model, "session": model.Session}
    try:
        tk.check_access("harvest_source_update", context, {"id": source.id})
    except tk.NotAuthorized:
        return line.page or str(tk.h.url_for("harvest.read", id=source.name))
    return str(tk.h.url_for("harvester.job_show", source=source.name, id=line.job))
