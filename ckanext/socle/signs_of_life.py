"""Which background processes live, as Redis knows it: each of them writes there that it does, every few seconds."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import redis
import rq
from rq.cron import CronScheduler

from ckanext.socle.queues import DEFAULT

WORKER_TTL = 30  # seconds; a worker writes twice in that time
MONITORING_INTERVAL = 10  # seconds between two signs of a worker that is busy with a job
WORKER_SILENCE = timedelta(seconds=60)
SCHEDULER_SILENCE = timedelta(seconds=150)  # it wakes once a minute


def worker_lives(connection: redis.Redis, queue: str = DEFAULT) -> bool:
    """Tell whether a worker of a queue gave a sign of life lately: a killed one stays registered until its key expires.

    CKAN puts its site in front of the names of queues.
    """
    workers = rq.Worker.all(connection=connection)
    ours = [each for each in workers if any(name.rpartition(":")[2] == queue for name in each.queue_names())]
    return _any_recent([worker.last_heartbeat for worker in ours], WORKER_SILENCE)


def scheduler_lives(connection: redis.Redis) -> bool:
    """Tell whether a scheduler gave a sign of life lately."""
    schedulers = CronScheduler.all(connection, cleanup=False)
    return _any_recent([scheduler.last_heartbeat for scheduler in schedulers], SCHEDULER_SILENCE)


def _any_recent(beats: list[datetime | None], silence: timedelta) -> bool:
    earliest = datetime.now(timezone.utc) - silence
    return any(beat is not None and _aware(beat) > earliest for beat in beats)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
