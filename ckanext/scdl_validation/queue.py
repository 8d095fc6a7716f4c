"""The job queue: checks put in it, found in it, taken out of it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import ckan.plugins.toolkit as tk
from ckan.lib import jobs
from ckan.lib.redis import connect_to_redis
from redis.exceptions import RedisError
from rq.command import send_stop_job_command
from rq.exceptions import InvalidJobOperation, NoSuchJobError

from ckanext.socle.queues import SLOW

if TYPE_CHECKING:
    from rq.job import Job

log = logging.getLogger(__name__)

# A hundred thousand rows take half a minute; CKAN's default of three minutes would stop the largest files.
JOB_SECONDS = 3600
WAITING = {"queued", "deferred", "scheduled"}


def put(resource_id: str, run: str) -> bool:
    """Put a check in the queue; False when there is no queue now: the scheduler puts it there later."""
    from ckanext.scdl_validation.checking import run as check

    options = {"timeout": JOB_SECONDS, "job_id": _job_id(run)}
    try:
        tk.enqueue_job(check, [resource_id, run], title=f"Check the file of resource {resource_id}", rq_kwargs=options)
    except RedisError as err:
        log.error("No job queue to check the file of resource %s: %s", resource_id, err)
        return False
    return True


def put_comparison(resource_id: str, file_hash: str) -> None:
    """Put the comparison of a checked file in the queue of slow work; without a queue there is none."""
    from ckanext.scdl_validation.comparing import run as compare

    title = f"Compare the file of resource {resource_id} with what is published"
    options = {"timeout": JOB_SECONDS}
    try:
        tk.enqueue_job(compare, [resource_id, file_hash], title=title, queue=SLOW, rq_kwargs=options)
    except RedisError as err:
        log.error("No job queue to compare the file of resource %s: %s", resource_id, err)


def holds(run: str) -> bool:
    """Whether a check still waits for its turn in the queue."""
    job = _job(run)
    return job is not None and str(getattr(job.get_status(), "value", job.get_status())) in WAITING


def stop(run: str) -> None:
    """Take a check out of the queue, or end the process that makes it. What it would write is refused in any case."""
    job = _job(run)
    if job is None:
        return
    try:
        if holds(run):
            job.delete()
        else:
            send_stop_job_command(connect_to_redis(), job.id)
    except (InvalidJobOperation, NoSuchJobError, RedisError) as err:
        log.info("Check %s was no longer to be stopped: %s", run, err)


def _job(run: str) -> Job | None:
    try:
        return jobs.job_from_id(_job_id(run))
    except (KeyError, RedisError):
        return None


def _job_id(run: str) -> str:
    return f"scdl-validation-{run}"
