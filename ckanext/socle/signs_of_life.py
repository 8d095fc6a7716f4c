"""Which background processes live, as Redis knows it: each of them writes there that it does, every few seconds."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import redis
import rq
from rq.cron import CronScheduler

WORKER_TTL = 30  # seconds; a worker writes twice in that time
MONITORING_INTERVAL = 10  # seconds between two signs of a worker that is busy with a job
WORKER_SILENCE = timedelta(seconds=60)
SCHEDULER_SILENCE = timedelta(seconds=150)  # it wakes once a minute


def worker_lives(connection: redis.Redis) -> bool:
    """Tell whether a job worker gave a sign of life lately: a killed one stays registered until its key expires."""
    return _any_recent([worker.last_heartbeat for worker in rq.Worker.all(connection=connection)], WORKER_SILENCE)


def scheduler_lives(connection: redis.Redis) -> bool:
    """Tell whether a scheduler gave a sign of life lately."""
    schedulers = CronScheduler.all(connection, cleanup=False)
    return _any_recent([scheduler.last_heartbeat for scheduler in schedulers], SCHEDULER_SILENCE)


def _any_recent(beats: list[datetime | None], silence: timedelta) -> bool:
    earliest = datetime.now(timezone.utc) - silence
    return any(beat is not None and _aware(beat) > earliest for beat in beats)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
