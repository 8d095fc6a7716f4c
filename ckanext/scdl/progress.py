"""How far long work on a file is, told pass by pass and row by row to who follows it, and who may stop it.

    with progress.following(tell):
        report = validate(path)

``tell`` is called with the pass (``READING``…), the rows done and the rows that there are, 0 while nobody knows. What
it raises ends the work. Without anybody who follows, nothing is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

READING, PROVING, JUDGING, MENDING = "reading", "proving", "judging", "mending"
# A row that is judged takes a tenth of a millisecond: whoever stops the work waits a tenth of a second.
EVERY = 1_000

Tell = Callable[[str, int, int], None]
Item = TypeVar("Item")
# A pass → the shares of the whole that it takes, one after the other, each from and to so many hundredths.
Shares = Mapping[str, Sequence[tuple[int, int]]]

_tell: ContextVar[Tell | None] = ContextVar("scdl progress", default=None)


@contextmanager
def following(tell: Tell) -> Iterator[None]:
    """Have the work of a block told."""
    token = _tell.set(tell)
    try:
        yield
    finally:
        _tell.reset(token)


def told(step: str, done: int, total: int = 0) -> None:
    """Tell how far a pass is."""
    tell = _tell.get()
    if tell is not None:
        tell(step, done, total)


def each(items: Iterable[Item], step: str, total: int = 0) -> Iterator[Item]:
    """Yield the rows of a pass, and tell of every thousandth and of the last."""
    tell = _tell.get()
    if tell is None:
        yield from items
        return
    done = 0
    for item in items:
        if done % EVERY == 0:
            tell(step, done, total)
        yield item
        done += 1
    tell(step, done, total)


class Course:
    """Turns what is told of passes into hundredths of the whole, which never go back.

    A pass that begins anew (a table repaired on trial is checked again) goes on to its next share.
    """

    def __init__(self, stages: Mapping[str, Shares], begins: Mapping[str, int]) -> None:
        """Begin before the first stage.

        Args:
            stages: a stage → the shares of its passes.
            begins: a stage → where it begins, in hundredths.
        """
        self._stages, self._begins = stages, begins
        self._shares: Shares = {}
        self._passes: dict[str, tuple[int, int]] = {}
        self.done = 0

    def enter(self, stage: str) -> None:
        """Begin a stage."""
        self._shares, self._passes = self._stages.get(stage, {}), {}
        self.done = max(self.done, self._begins[stage])

    def advance(self, step: str, done: int, total: int) -> None:
        """Take in what is told of a pass."""
        number, before = self._passes.get(step, (0, 0))
        number += done < before
        self._passes[step] = number, done
        shares = self._shares.get(step)
        if shares and total:
            begin, end = shares[min(number, len(shares) - 1)]
            self.done = max(self.done, begin + (end - begin) * min(done, total) // total)
