"""Signs of life of a harvest stage, in the very keys by which ckanext-harvest remembers what was taken from its queues.

ckanext-harvest puts back a message whose key is two hours (gather) or three minutes (fetch) old: too late after a
crash, too early for a large file. A stage of ours renews its key every few seconds: an old key means a dead process.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

import redis
from ckanext.harvest import queue

BEAT = 5.0  # seconds
SILENCE = 30.0  # seconds after which a stage counts as dead
FORMAT = "%Y-%m-%d %H:%M:%S.%f"  # ckanext-harvest's own, local time


@contextmanager
def beating(key: str) -> Iterator[None]:
    """Renew a key until the block ends, or the process."""
    stop = threading.Event()
    thread = threading.Thread(target=_beat, args=(key, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _beat(key: str, stop: threading.Event) -> None:
    connection = queue.get_connection_redis()
    ended = False
    while not ended:
        # Only where it is: a stage that is run by hand, without the queue, has none.
        with suppress(redis.RedisError):
            connection.set(key, datetime.now().strftime(FORMAT), xx=True)  # noqa: DTZ005
        ended = stop.wait(BEAT)


def gather_key(job_id: str) -> str:
    """Return the key of a job that is being gathered."""
    return f"{queue.get_gather_routing_key()}:{job_id}"


def fetch_key(object_id: str) -> str:
    """Return the key of an object that is being fetched or imported."""
    return f"{queue.get_fetch_routing_key()}:{object_id}"


def silent(value: str | None) -> bool:
    """Tell whether the value of a key is that of a dead process."""
    try:
        beat = datetime.strptime(value or "", FORMAT)  # noqa: DTZ007
    except ValueError:
        return True
    return (datetime.now() - beat).total_seconds() > SILENCE  # noqa: DTZ005
