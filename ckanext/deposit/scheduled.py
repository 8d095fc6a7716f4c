"""What the clock does for the deposits: work that a killed worker left is taken up again, old files are deleted."""

from __future__ import annotations

import logging
from datetime import timedelta

from ckanext.deposit import checking, config, deciding, fetching, files, model, renewals, table
from ckanext.deposit.states import Event, State
from ckanext.socle.interfaces import ScheduledJob
from ckanext.socle.queues import SLOW

log = logging.getLogger(__name__)

EVERY_MINUTE, EVERY_TEN_MINUTES, NIGHTLY = "* * * * *", "*/10 * * * *", "40 2 * * *"
# Letters come in the morning of a working day, Paris time or not far from it.
WEEKDAY_MORNINGS = "30 6 * * 1-5"
# A table that fails three times fails for a reason that time does not mend.
LOADS = 3
LOAD_SILENCE = 600


def jobs() -> list[ScheduledJob]:
    """Return the jobs of this room."""
    return [
        ScheduledJob(take_up_checks, EVERY_MINUTE),
        ScheduledJob(load_again, EVERY_TEN_MINUTES),
        ScheduledJob(fetching.start_due, EVERY_TEN_MINUTES),
        ScheduledJob(forget_files, NIGHTLY, queue=SLOW),
        ScheduledJob(renewals.send_due, WEEKDAY_MORNINGS, queue=SLOW),
    ]


def take_up_checks() -> int:
    """Begin again, once, each check of which nothing is heard; return how many. Afterwards the person is asked."""
    taken = 0
    for deposit in model.silent({State.CHECKING}, config.stale_after()):
        deposit_id, turn = deposit.id, deposit.turn
        if deposit.attempts or not checking.is_stale(deposit):
            continue
        again = deciding.new_turn() | {"attempts": 1}
        if model.move(deposit_id, Event.CHECK, only_turn=turn, **again):
            log.warning("The check of deposit %s was interrupted: it begins again", deposit_id)
            checking.start(model.existing(deposit_id))
            taken += 1
    return taken


def load_again() -> int:
    """Load the rows of published files that are not loaded, a few times; return how many were tried."""
    waiting = [(deposit.id, deposit.attempts) for deposit in model.unloaded(LOAD_SILENCE, LOADS)]
    for deposit_id, attempts in waiting:
        model.write(deposit_id, attempts=attempts + 1)
        table.run(deposit_id)
    return len(waiting)


def forget_files() -> int:
    """Delete the files sent whose repaired form is public since long enough; return how many."""
    before = model.now() - timedelta(days=config.keep_original_days())
    forgotten = [(deposit.id, deposit.file_key) for deposit in model.forgettable(before)]
    for deposit_id, key in forgotten:
        files.remove(key)
        model.write(deposit_id, file_key="")
    return len(forgotten)
