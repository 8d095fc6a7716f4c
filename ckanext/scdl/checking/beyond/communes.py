"""INSEE codes that are no commune's at the day of their row (Code officiel géographique, ``communes.txt``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import ClassVar

from ckanext.scdl.checking.beyond.base import View
from ckanext.scdl.checking.beyond.days import read
from ckanext.scdl.report import Finding

CODE = re.compile(r"((?:\d\d|2[AB])\d{3})(?:[-_].*)?")
# Who writes a code that ended before means another one, a postal code mostly: «75001» was a commune's until 1968.
LONG_AGO = "1990"


@dataclass(frozen=True)
class Codes:
    """Which codes are communes' today, until when others were, since when some are."""

    present: frozenset[str]
    ended: dict[str, tuple[str, str]]
    began: dict[str, str]

    def is_commune(self, code: str, day: str) -> bool:
        """Whether the code was a commune's at a day (ISO), as far as the list tells."""
        was = code in self.ended and day < self.ended[code][0]
        return was or (code in self.present and day >= self.began.get(code, ""))


@cache
def codes() -> Codes:
    """Return the packaged list."""
    present: set[str] = set()
    ended: dict[str, tuple[str, str]] = {}
    began: dict[str, str] = {}
    for line in (files(__package__) / "communes.txt").read_text(encoding="utf-8").splitlines():
        first, *words = line.split()
        if first == "-":
            ended |= {code: (words[0], after) for code, _, after in (each.partition(">") for each in words[1:])}
        elif first == "+":
            began |= dict.fromkeys(words[1:], words[0])
        elif first != "#":
            present |= {first + number for each in words for number in _numbers(each)}
    return Codes(frozenset(present), ended, began)


def _numbers(text: str) -> list[str]:
    start, _, end = text.partition("-")
    return [f"{number:03}" for number in range(int(start), int(end or start) + 1)]


class Communes:
    """Said once for each code and reason."""

    codes: ClassVar[tuple[str, ...]] = ("unknown-commune", "former-commune", "future-commune")

    def find(self, view: View) -> Iterator[Finding]:
        """See the protocol."""
        today = view.context.day.isoformat()
        dated = view.senses.commune_date if view.has(view.senses.commune_date or "") else None
        for name in filter(view.has, view.senses.communes):
            # Most codes are right whatever the day: the rows of the others are looked at.
            doubtful = {cell for cell in view.distinct(name) if _may_be_wrong(cell)}
            seen: set[tuple[str, str]] = set()
            for index, cell in enumerate(view.cells(name)) if doubtful else ():
                if cell in doubtful:
                    found = _judged(cell, _day(view, dated, index) if dated else today)
                    if found and (cell, found.code) not in seen:
                        seen.add((cell, found.code))
                        yield view.at(found, index, name, cell)


def _may_be_wrong(cell: str) -> bool:
    found = CODE.fullmatch(cell.strip())
    return found is not None and (found[1] not in codes().present or found[1] in codes().began)


def _day(view: View, name: str, index: int) -> str:
    """The day of a row; today when it has none."""
    return (read(view.cells(name)[index].strip(), view.typed[name]) or view.context.day).isoformat()


def _judged(cell: str, day: str) -> Finding | None:
    found = CODE.fullmatch(cell.strip())
    if not found or codes().is_commune(found[1], day):
        return None
    code = found[1]
    if code in codes().present:
        return Finding("future-commune", params={"code": code, "since": codes().began[code]})
    if code in codes().ended and codes().ended[code][0] >= LONG_AGO:
        until, after = codes().ended[code]
        params = {"code": code, "until": until, "after": after}
        return Finding("former-commune", kind=None if after else "lost", params=params)
    return Finding("unknown-commune", params={"code": code})
