"""What the scheduler has done."""

from __future__ import annotations

from ckanext.datagouv import store
from ckanext.datagouv.roundtrip import running
from ckanext.socle.interfaces import ScheduledJob
from ckanext.socle.queues import SLOW

EVERY_TEN_MINUTES = "*/10 * * * *"
# data.gouv.fr harvests at midnight, French time; UTC here.
AFTER_THE_HARVESTS = "20 4 * * *"


def scheduled_jobs() -> list[ScheduledJob]:
    """Return the room's jobs."""
    return [
        ScheduledJob(refresh_feeds, EVERY_TEN_MINUTES, timeout=3600),
        ScheduledJob(check_sources, AFTER_THE_HARVESTS, timeout=4 * 3600, queue=SLOW),
    ]


def refresh_feeds() -> int:
    """Make ready what the feeds say of datasets that have changed; return how many."""
    return store.refresh()


def check_sources() -> int:
    """See what has arrived on data.gouv.fr; return how many organisations could be looked at."""
    return running.nightly()
