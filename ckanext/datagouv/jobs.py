"""What the scheduler has done."""

from __future__ import annotations

from ckanext.datagouv import store
from ckanext.socle.interfaces import ScheduledJob

EVERY_TEN_MINUTES = "*/10 * * * *"


def scheduled_jobs() -> list[ScheduledJob]:
    """Return the room's jobs."""
    return [ScheduledJob(refresh_feeds, EVERY_TEN_MINUTES, timeout=3600)]


def refresh_feeds() -> int:
    """Make ready what the feeds say of datasets that have changed; return how many."""
    return store.refresh()
