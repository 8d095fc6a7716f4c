"""How long the fetch under way may still last: every wait of every socket asks here."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from ckanext.scdl.web.settings import Settings


@dataclass(frozen=True)
class Journey:
    """One fetch, from its first try to its last byte."""

    settings: Settings
    end: float

    def left(self, at_most: float = float("inf")) -> float:
        """Return the seconds that may still be spent on something, ``at_most`` of them.

        Raises:
            TimeoutError: none is left.
        """
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time for the whole fetch is over")
        return min(left, at_most)


_UNDER_WAY: ContextVar[Journey] = ContextVar("journey")


@contextmanager
def begin(settings: Settings, seconds: float) -> Iterator[Journey]:
    """Open a fetch of at most ``seconds``."""
    token = _UNDER_WAY.set(Journey(settings, time.monotonic() + seconds))
    try:
        yield _UNDER_WAY.get()
    finally:
        _UNDER_WAY.reset(token)


def under_way() -> Journey:
    """Return the fetch under way in this thread.

    Raises:
        LookupError: there is none; nothing is connected to outside a fetch.
    """
    return _UNDER_WAY.get()
