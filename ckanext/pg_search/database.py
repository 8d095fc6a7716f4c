"""The search's own connections to CKAN's database.

Apart from CKAN's session: a document is indexed or a search answered in the middle of a request whose transaction
must neither see the search's errors nor hold its locks; a pool of its own cannot starve CKAN's.
"""

from __future__ import annotations

import os
from functools import lru_cache

import sqlalchemy as sa


@lru_cache(maxsize=4)
def engine(url: str, timeout: int) -> sa.Engine:
    """Return the engine of a database.

    Args:
        url: CKAN's `sqlalchemy.url`.
        timeout: after how many seconds a statement is given up.
    """
    made = sa.create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=10, query_cache_size=500)

    @sa.event.listens_for(made, "connect")
    def _prepare(raw, _record) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        with raw.cursor() as cursor:
            # Statements take milliseconds: compiling them to machine code would take longer than running them.
            cursor.execute("SET jit = off")
            cursor.execute("SET statement_timeout = %s", (timeout * 1000,))
        raw.commit()

    return made


def forget() -> None:
    """Let go of connections that belong to the parent process."""
    engine.cache_clear()


os.register_at_fork(after_in_child=forget)
