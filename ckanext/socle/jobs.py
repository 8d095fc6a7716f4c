"""Background work of the ground: the worker, the scheduler, and the jobs that keep the portal in order.

A job is idempotent and can be run again at any time: the worker may be killed at any line of it.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator
from datetime import datetime

import ckan.model as model
import ckan.plugins as plugins
from ckan.lib import jobs, search
from ckan.lib.redis import connect_to_redis
from rq.cron import CronScheduler
from sqlalchemy import Row, select

from ckanext.socle.interfaces import ISchedule, ScheduledJob
from ckanext.socle.queues import SLOW
from ckanext.socle.signs_of_life import MONITORING_INTERVAL, WORKER_TTL

log = logging.getLogger(__name__)

SECONDS = len("2026-01-31T12:00:00")  # Solr keeps milliseconds, PostgreSQL microseconds: compared to the second
PAGE = 1000  # datasets asked from the index at a time, CKAN's own upper limit
NIGHTLY = "15 2 * * *"


def work(queues: list[str], burst: bool = False) -> None:
    """Run jobs until told to stop, or with `burst` until none is left."""
    worker = jobs.Worker(queues or None, worker_ttl=WORKER_TTL, job_monitoring_interval=MONITORING_INTERVAL)
    worker.work(burst=burst)


def schedule() -> CronScheduler:
    """Return a scheduler that holds the jobs of every plugin; its `start()` does not return."""
    scheduler = CronScheduler(connection=connect_to_redis())
    for plugin in plugins.PluginImplementations(ISchedule):
        for job in plugin.scheduled_jobs():
            queue = jobs.add_queue_name_prefix(job.queue)
            scheduler.register(
                job.function, queue, kwargs=job.arguments, cron=job.cron, job_timeout=job.timeout, result_ttl=3600
            )
    return scheduler


def scheduled_jobs() -> list[ScheduledJob]:
    """Return the ground's own jobs."""
    return [ScheduledJob(repair_search_index, NIGHTLY, queue=SLOW)]


def repair_search_index() -> int:
    """Index the datasets that the search does not know in their present state, forget those that are gone.

    A process killed between the database's commit and the index's leaves such datasets. Returns how many were mended.
    """
    stored = {row.id: row.metadata_modified.isoformat()[:SECONDS] for row in _active_datasets()}
    indexed = dict(_indexed_datasets())
    stale = [identifier for identifier, modified in stored.items() if indexed.get(identifier) != modified]
    gone = indexed.keys() - stored.keys()
    for identifier in stale:
        search.rebuild(identifier)
    for identifier in gone:
        search.clear(identifier)
    log.info("Search index: %s datasets indexed anew, %s forgotten", len(stale), len(gone))
    return len(stale) + len(gone)


def _active_datasets() -> list[Row[tuple[str, datetime]]]:
    statement = select(model.Package.id, model.Package.metadata_modified).where(model.Package.state == "active")
    return list(model.Session.execute(statement).all())


def _indexed_datasets() -> Iterator[tuple[str, str]]:
    """Yield id and modification date, to the second, of every active dataset of the index."""
    query = search.query_for(model.Package)
    request = {"q": "*:*", "fq": ["+state:active"], "fl": "id,metadata_modified", "rows": PAGE, "sort": "id asc"}
    for start in itertools.count(step=PAGE):
        results = query.run({**request, "start": start})["results"]
        yield from ((found["id"], str(found["metadata_modified"])[:SECONDS].replace(" ", "T")) for found in results)
        if len(results) < PAGE:
            return
