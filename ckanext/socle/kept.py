"""Answers of the database that are kept as long as nothing at all was committed to it.

PostgreSQL itself says so: `pg_current_snapshot` names the transactions that are finished and those that run. Two
queries under the same snapshot read the same rows, whoever writes, from whichever process, and a snapshot never comes
back once something was committed. So nothing has to be invalidated, and nothing kept can be stale: an answer that is
newer than the snapshot it is kept under is only given while that snapshot lasts, that is, to nobody.

A write anywhere makes the next visit count anew. Readers without an account write nothing, and they are the many.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

T = TypeVar("T")
# Transaction numbers are of a server that runs: one restored from a backup counts them again. A transaction that wrote
# sees rows that no snapshot tells of.
_STATE = sa.text(
    """
    SELECT pg_current_snapshot()::text AS snapshot, pg_postmaster_start_time() AS started,
           current_database() AS name, pg_current_xact_id_if_assigned() IS NOT NULL AS wrote
    """
)


class Kept(Generic[T]):
    """The last answers of one kind, in the memory of this process; nobody may change them."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._answers: OrderedDict[Hashable, tuple[Any, T]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, connection: sa.Connection, key: Hashable, work: Callable[[], T]) -> T:
        """Return the answer to a question, worked out unless it was since the last commit.

        Args:
            connection: of the database that the work reads, at the isolation «read committed».
            key: all that the answer depends on besides the database: not the day, nor who asks, unless they are in it.
            work: reads the database.
        """
        *state, wrote = connection.execute(_STATE).one()
        if wrote:
            return work()
        with self._lock:
            known = self._answers.get(key)
            if known is not None and known[0] == state:
                self._answers.move_to_end(key)
                return known[1]
        # Read after the state, so never older than it.
        found = work()
        with self._lock:
            self._answers[key] = (state, found)
            self._answers.move_to_end(key)
            while len(self._answers) > self._size:
                self._answers.popitem(last=False)
        return found
