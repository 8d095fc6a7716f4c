"""ckanext-harvest's consumers, made to wait as long as it takes.

Its 1.6.3 waits for a message without end (`BLPOP` without a delay), which redis-py from 8 on cuts after its socket's
time-out: an idle consumer ended with an exception every few seconds. Ours waits by short turns; nothing else changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ckanext.harvest import queue as messages
from ckanext.socle.harvesters.datagouv.heart import FORMAT

TURN = 2  # seconds, well below any time-out of a socket


def consume(self: Any, queue: str) -> Iterator[tuple[Any, Any, str]]:  # noqa: ANN401, ARG001
    """Yield messages for ever, each noted as being worked on; in place of `RedisConsumer.consume`."""
    while True:
        found = self.redis.blpop(self.routing_key, timeout=TURN)
        if found:
            body = found[1]
            self.redis.set(self.persistance_key(body), datetime.now().strftime(FORMAT))  # noqa: DTZ005
            yield messages.FakeMethod(body), self, body


def mend() -> None:
    """Put our way of waiting in the place of ckanext-harvest's."""
    messages.RedisConsumer.consume = consume
