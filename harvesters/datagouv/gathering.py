"""First stage: read the catalogue's lists, compare each line with what is remembered, and open an object for the rest.

An unchanged dataset costs that one comparison. The objects are created in one transaction at the end of the crawl: a
gather that is killed leaves nothing, or everything.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ckanext.harvest.model import HarvestJob
from ckanext.socle.harvesters.datagouv import portal, records, selection
from ckanext.socle.harvesters.datagouv.api import Catalogue, Crawl
from ckanext.socle.harvesters.datagouv.entries import Entry
from ckanext.socle.harvesters.datagouv.problems import HarvestingError, Problem
from ckanext.socle.harvesters.datagouv.records import Memory
from ckanext.socle.harvesters.datagouv.settings import Settings, SettingsError
from ckanext.socle.harvesters.datagouv.words import say, say_web

from ckanext.scdl import web
from ckanext.territories.cog import cog

log = logging.getLogger(__name__)

# A selection that loses more than half of its datasets, and more than these, is not believed at once.
BELIEVED_LOSS = 10


@dataclass(frozen=True)
class Plan:
    """What a run has to do: memories by dataset, and what is to be told of the whole."""

    todo: dict[str, Memory]
    problems: list[Problem]


def gather(job: HarvestJob, catalogue: Catalogue) -> list[str]:
    """Return the ids of the objects that the job has to fetch; what went wrong is reported on the job."""
    remaining = records.waiting(job)
    if remaining is not None:  # this gather was killed after its end
        return remaining
    try:
        settings = portal.settings_of(job.source)
        crawl, problems = crawl_selection(settings, catalogue)
    except SettingsError as error:
        return _give_up(job, [say(each) for each in error.problems])
    except HarvestingError as error:
        return _give_up(job, [say(error.problem)])
    except web.WebError as error:
        return _give_up(job, [say_web(error)])
    known = records.last(job.source_id)
    stamp = portal.stamp(portal.directory_of(job.source)[0])
    planned = plan(crawl, known, settings, excluded_ids(settings, catalogue), stamp)
    for problem in problems + planned.problems:
        records.gather_error(job, say(problem))
    log.info("Source %s: %s datasets in the lists, %s to look at", job.source_id, len(crawl.entries), len(planned.todo))
    return records.create(job, planned.todo)


def crawl_selection(settings: Settings, catalogue: Catalogue, enough: int | None = None) -> tuple[Crawl, list[Problem]]:
    """Read the lists that the settings ask for.

    Args:
        settings: of the source.
        catalogue: to ask.
        enough: stop at so many datasets.

    Returns:
        What was found, and what the settings name in vain; the crawl is not steady then.

    Raises:
        HarvestingError: the settings ask for too much.
        WebError: the catalogue cannot be had.
    """
    organizations, problems = None, []
    if settings.organizations:
        found = {reference: _organizations(reference, catalogue) for reference in settings.organizations}
        organizations = list(dict.fromkeys(identifier for ids in found.values() for identifier in ids))
        problems = [Problem("organization-not-found", {"value": each}) for each, ids in found.items() if not ids]
    crawl = catalogue.crawl(selection.questions(settings, organizations, cog()), enough)
    crawl.steady = crawl.steady and not problems
    return crawl, problems


def plan(crawl: Crawl, known: Mapping[str, Memory], settings: Settings, excluded: Iterable[str], stamp: str) -> Plan:
    """Compare the lists with what is remembered.

    Args:
        crawl: what the lists hold.
        known: what was last decided of each dataset.
        settings: of the source.
        excluded: identifiers of the producers that are left out.
        stamp: digest of the portal's organisations.
    """
    digest, producers = settings.digest(), set(excluded)
    todo: dict[str, Memory] = {}
    for entry in crawl.entries.values():
        before = known.get(entry.id)
        held = before is not None and before.outcome == records.TAKEN
        memory = Memory(
            fingerprint=entry.fingerprint(digest), title=entry.title, page=entry.page, resources=entry.resources
        )
        if left_out(entry, settings, producers):
            if held:
                reason = Problem("excluded").to_dict()
                todo[entry.id] = replace(memory, action=records.RETIRE, reason=reason)
        elif changed(before, memory.fingerprint, stamp):
            todo[entry.id] = memory
    missing = {
        guid: memory for guid, memory in known.items() if memory.outcome == records.TAKEN and guid not in crawl.entries
    }
    count = sum(memory.outcome == records.TAKEN for memory in known.values())
    shrank = len(missing) > BELIEVED_LOSS and 2 * len(missing) > count
    for guid, memory in missing.items():
        believed = crawl.steady and (not shrank or memory.missing > 0)
        todo[guid] = replace(memory, action=records.VERIFY, outcome="", leaving=believed)
    return Plan(todo, _doubts(crawl, shrank, missing, count))


def changed(before: Memory | None, fingerprint: str, stamp: str) -> bool:
    """Tell whether a dataset of the list has to be looked at: the one comparison that an unchanged one costs."""
    if before is None or before.fingerprint != fingerprint or before.outcome == records.RETIRED or before.missing:
        return True
    return before.outcome == records.REFUSED and before.portal != stamp


def left_out(entry: Entry, settings: Settings, producers: set[str]) -> bool:
    """Tell whether the settings leave a dataset out."""
    out = settings.exclude
    if entry.id in out.datasets or entry.slug in out.datasets or set(entry.tags) & set(out.tags):
        return True
    identifier, slug, _ = entry.producer
    return bool({identifier, slug} - {""} & (producers | set(out.organizations)))


def excluded_ids(settings: Settings, catalogue: Catalogue) -> list[str]:
    """Return the identifiers of the producers that the settings leave out.

    Raises:
        WebError: the catalogue cannot be had.
    """
    return [each for reference in settings.exclude.organizations for each in _organizations(reference, catalogue)]


def _organizations(reference: str, catalogue: Catalogue) -> list[str]:
    body = cog().by_siren(reference[:9]) if reference.isdigit() else None
    return catalogue.organization_ids(reference, body.name if body else "")


def _doubts(crawl: Crawl, shrank: bool, missing: Mapping[str, Memory], count: int) -> list[Problem]:
    if not missing:
        return []
    if not crawl.steady:
        return [Problem("selection-unsteady")]
    fresh = [memory for memory in missing.values() if not memory.missing]
    return [Problem("selection-shrank", {"lost": len(missing), "known": count})] if shrank and fresh else []


def _give_up(job: HarvestJob, sentences: list[str]) -> list[str]:
    for sentence in sentences:
        records.gather_error(job, sentence)
    return []
