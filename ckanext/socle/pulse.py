"""A sign of life of work in the background, with how far it is; and the way in which it hears that it may stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

from ckanext.scdl import progress

# Often enough that work is never thought dead while it goes on.
BEAT_SECONDS = 5
# How often the rows done are written, and whether they are still wanted is asked.
ASK_SECONDS = 1.0

# Writes what is done and how far it is; returns whether somebody still wants it.
Beat = Callable[[dict[str, Any]], bool]


class UnwantedError(Exception):
    """Nobody waits for this work any more: stop it and write nothing."""


class Pulse:
    """While the block runs, write every few seconds that the work is alive and where it is.

    What is written: ``step`` (the stage), ``done`` (0 to 100), ``rows`` (of the table, once they are known), and of the
    pass that goes on, ``row`` (done) and ``of`` (in all).
    """

    def __init__(self, beat: Beat, course: progress.Course, first: str) -> None:
        self._beat, self._course, self._first = beat, course, first
        self._written: dict[str, Any] = {}
        self._asked = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._go_on, daemon=True)
        self._following = progress.following(self.tell)

    def __enter__(self) -> Pulse:
        self.say(self._first)
        self._thread.start()
        self._following.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._following.__exit__(None, None, None)
        self._over.set()
        self._thread.join()

    def say(self, stage: str, rows: int = 0) -> None:
        """Write that a stage begins.

        Raises:
            UnwantedError: nobody waits for it any more.
        """
        self._course.enter(stage)
        self._written = {"step": stage, "done": self._course.done, **({"rows": rows} if rows else {})}
        self._ask()

    def tell(self, step: str, done: int, total: int) -> None:
        """Take in how far a pass is; once a second, write it and ask whether to go on.

        Raises:
            UnwantedError: nobody waits for it any more.
        """
        self._course.advance(step, done, total)
        here = {"row": done, "of": total} if total else {}
        kept = {key: value for key, value in self._written.items() if key not in {"row", "of"}}
        self._written = {**kept, "done": self._course.done, **here}
        if time.monotonic() - self._asked >= ASK_SECONDS:
            self._ask()

    def _ask(self) -> None:
        self._asked = time.monotonic()
        if not self._beat(self._written):
            raise UnwantedError

    def _go_on(self) -> None:
        while not self._over.wait(BEAT_SECONDS):
            self._beat(self._written)
