"""The clock of the harvests: starts what is due, revives what a crash cut, stops what is stuck, writes to people.

Everything here can be done again at any time. What a killed consumer held is put back in its queue as soon as its signs
of life stop (`heart.py`), where ckanext-harvest alone would wait three minutes, or two hours.
"""

from __future__ import annotations

import json
import logging
import time
from datetime import datetime, timedelta

import ckan.model as model
import ckan.plugins.toolkit as tk
import redis
import sqlalchemy as sa
from ckan.types import Context
from ckanext.harvest import queue
from ckanext.harvest.model import HarvestJob, HarvestObject, HarvestSource
from ckanext.socle.harvesters.datagouv import config, heart, mail, mirror, records
from ckanext.socle.harvesters.datagouv.harvester import TYPE
from ckanext.socle.harvesters.datagouv.problems import Problem
from ckanext.socle.harvesters.datagouv.words import say

from ckanext.socle.interfaces import ScheduledJob
from ckanext.socle.language import in_portal_language

log = logging.getLogger(__name__)

EVERY_MINUTE = "* * * * *"
RUNNING, FINISHED = "Running", "Finished"
UNDER_WAY = ("FETCH", "IMPORT")
LOST_AFTER = timedelta(minutes=5)  # a job that no queue and no process knows
DAY = 24 * 3600.0


def scheduled_jobs() -> list[ScheduledJob]:
    """Return the jobs of the clock."""
    return [ScheduledJob(tick, EVERY_MINUTE, timeout=600)]


def tick() -> None:
    """Do what is due; run every minute by the scheduler."""
    with in_portal_language():
        revive()
        stop_stuck(config.stuck_after())
        _run_due()
        if config.mail_errors():
            mail.write_due()
    mirror.sweep(time.time() - DAY)


def revive() -> int:
    """Put back in the queues what dead processes held; return how many messages."""
    connection = queue.get_connection_redis()
    objects = _dead(connection, queue.get_fetch_routing_key())
    jobs = _dead(connection, queue.get_gather_routing_key())
    count = sum(_revive_object(connection, identifier) for identifier in objects + _lost_objects(connection))
    return count + sum(_revive_job(connection, identifier) for identifier in jobs + _lost_jobs(connection))


def stop_stuck(minutes: int) -> int:
    """Stop our running jobs when none of them has made progress for some minutes; return how many."""
    running = _running_jobs()
    limit = datetime.utcnow() - timedelta(minutes=minutes)  # noqa: DTZ003
    if not running or max(map(_progress, running)) > limit:
        return 0  # one that waits behind another is not stuck
    for job in running:
        identifier = job.id
        records.gather_error(job, say(Problem("job-stuck", {"minutes": minutes})))
        tk.get_action("harvest_job_abort")(_context(), {"id": identifier})
        log.warning("Harvest job %s stopped: no progress for %s minutes", identifier, minutes)
    return len(running)


def _run_due() -> None:
    tk.get_action("harvest_jobs_run")(_context(), {})


def _dead(connection: redis.Redis, routing_key: str) -> list[str]:
    """Return the identifiers of the messages whose holder gives no sign of life any more."""
    keys = list(connection.scan_iter(f"{routing_key}:*"))
    return [key.rpartition(":")[2] for key in keys if heart.silent(str(connection.get(key)))]


def _revive_object(connection: redis.Redis, identifier: str) -> bool:
    harvest_object = HarvestObject.get(identifier)
    if harvest_object is None:
        connection.delete(heart.fetch_key(identifier))
        return False
    if harvest_object.source.type != TYPE:
        return False  # another harvester gives no signs of life: ckanext-harvest's own delays hold
    connection.delete(heart.fetch_key(identifier))
    if harvest_object.state in UNDER_WAY and harvest_object.job.status == RUNNING:
        harvest_object.state = "WAITING"
        harvest_object.save()
        connection.rpush(queue.get_fetch_routing_key(), json.dumps({"harvest_object_id": identifier}))
        return True
    return False


def _revive_job(connection: redis.Redis, identifier: str) -> bool:
    job = HarvestJob.get(identifier)
    if job is None:
        connection.delete(heart.gather_key(identifier))
        return False
    if job.source.type != TYPE:
        return False
    connection.delete(heart.gather_key(identifier))
    if job.status != RUNNING:
        return False
    queue.get_gather_publisher().send({"harvest_job_id": identifier})
    return True


def _lost_objects(connection: redis.Redis) -> list[str]:
    """Return the objects under way that no process holds: Redis lost a key, or a process died before it wrote one."""
    limit = datetime.utcnow() - LOST_AFTER  # noqa: DTZ003
    rows = (
        model.Session.query(HarvestObject.id)
        .join(HarvestJob, HarvestObject.harvest_job_id == HarvestJob.id)
        .join(HarvestSource, HarvestJob.source_id == HarvestSource.id)
        .filter(HarvestSource.type == TYPE, HarvestJob.status == RUNNING, HarvestObject.state.in_(UNDER_WAY))
        .filter(HarvestObject.fetch_started < limit)
    )
    return [row.id for row in rows if not connection.exists(heart.fetch_key(row.id))]


def _lost_jobs(connection: redis.Redis) -> list[str]:
    """Return the jobs that wait for a gather which no queue and no process knows of."""
    limit = datetime.utcnow() - LOST_AFTER  # noqa: DTZ003
    queued = {json.loads(each)["harvest_job_id"] for each in connection.lrange(queue.get_gather_routing_key(), 0, -1)}
    waiting = [job for job in _running_jobs() if job.gather_finished is None and job.created < limit]
    return [job.id for job in waiting if job.id not in queued and not connection.exists(heart.gather_key(job.id))]


def _running_jobs() -> list[HarvestJob]:
    query = model.Session.query(HarvestJob).join(HarvestSource, HarvestJob.source_id == HarvestSource.id)
    return list(query.filter(HarvestSource.type == TYPE, HarvestJob.status == RUNNING))


def _progress(job: HarvestJob) -> datetime:
    """Return when a job last did something."""
    columns = (HarvestObject.gathered, HarvestObject.fetch_started, HarvestObject.import_finished)
    latest = model.Session.query(*map(sa.func.max, columns)).filter_by(harvest_job_id=job.id).one()
    moments: list[datetime] = [job.created, job.gather_started, job.gather_finished, *latest]
    return max(moment for moment in moments if moment)


def _context() -> Context:
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return {"user": user, "ignore_auth": True, "model": model, "session": model.Session}
