"""Read a date as people and software write it. Every meaning is returned; none is preferred."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ckanext.scdl.folding import fold

# The habits: what comes first in a date of three numbers.
DAY, MONTH, YEAR = "day-first", "month-first", "year-first"
ISO = "iso"
WEEKDAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("janvier", "janv", "jan"),
            ("fevrier", "fevr", "fev"),
            ("mars", "mar"),
            ("avril", "avr"),
            ("mai",),
            ("juin",),
            ("juillet", "juil"),
            ("aout", "aou"),
            ("septembre", "sept", "sep"),
            ("octobre", "oct"),
            ("novembre", "nov"),
            ("decembre", "dec"),
        ),
        start=1,
    )
    for name in names
}
TIME = (
    r"(?:(?:t|,?\s+(?:a\s+)?)(?P<hour>\d{1,2})\s*[:h]\s*(?:(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(?P<zone>z|[+-]\d{2}:?\d{2})?)?"
)
NUMBERS = re.compile(rf"(?P<a>\d{{1,4}})\s*(?P<sep>[/.\-_ ])\s*(?P<b>\d{{1,2}})\s*(?P=sep)\s*(?P<c>\d{{1,4}}){TIME}")
WORDS = re.compile(
    rf"(?:le\s+)?(?:(?:{WEEKDAYS})\s*,?\s*)?(?P<a>\d{{1,2}})(?:er)?[\s\-/.]*(?P<b>[a-z]{{3,9}})\.?[\s\-/.]*(?P<c>\d{{4}}|\d{{2}}){TIME}"
)
COMPACT = re.compile(r"(?P<a>(?:19|20)\d{2})(?P<b>\d{2})(?P<c>\d{2})")
# Days since 1899-12-30, as spreadsheets count them (ECMA-376, part 1, 18.17.4.1): here from 1954 to 2078.
SERIAL = re.compile(r"(?P<days>[2-6]\d{4})(?:[.,](?P<part>\d{1,12}))?")
EPOCH = datetime.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's clock has no zone
# Of two figures, a year is of this century under 70, as POSIX has it (strptime).
PIVOT = 70


@dataclass(frozen=True)
class Moment:
    """A day, with the time and its zone when they were written."""

    day: datetime.date
    time: datetime.time | None = None
    zone: str = ""

    @property
    def is_midnight(self) -> bool:
        """Whether there is no time, or one that says nothing."""
        return not self.time


def meanings(text: str, today: datetime.date) -> dict[str, Moment]:
    """Return every meaning of a text as a date: habit → moment. Empty when it is none."""
    folded = fold(text)
    for pattern, read in ((COMPACT, _compact), (SERIAL, _serial), (NUMBERS, _numbers), (WORDS, _words)):
        found = pattern.fullmatch(folded)
        if found:
            return dict(read(found, today))
    return {}


def _compact(found: re.Match[str], today: datetime.date) -> Iterator[tuple[str, Moment]]:  # noqa: ARG001
    day = _day(found["a"], found["b"], found["c"])
    if day:
        yield ISO, Moment(day)


def _serial(found: re.Match[str], today: datetime.date) -> Iterator[tuple[str, Moment]]:  # noqa: ARG001
    seconds = round(float(f"0.{found['part'] or 0}") * 86400)
    moment = EPOCH + datetime.timedelta(days=int(found["days"]), seconds=seconds)
    yield ISO, Moment(moment.date(), moment.time() if found["part"] else None)


def _words(found: re.Match[str], today: datetime.date) -> Iterator[tuple[str, Moment]]:  # noqa: ARG001
    day = _day(_century(found["c"]), str(MONTHS.get(found["b"], 0)), found["a"])
    yield from _moments({ISO: day}, found)


def _numbers(found: re.Match[str], today: datetime.date) -> Iterator[tuple[str, Moment]]:
    first, middle, last = found["a"], found["b"], found["c"]
    if len(first) == 4:
        yield from _moments({ISO: _day(first, middle, last)}, found)
    elif len(first) < 3 and len(last) in {2, 4}:
        year = _century(last)
        days = {DAY: _day(year, middle, first)}
        if found["sep"] in "/- ":
            days[MONTH] = _day(year, first, middle)
        # With hyphens and two figures for the year, it may be ISO 8601 shortened.
        if found["sep"] == "-" and len(last) == len(first) == 2:
            days[YEAR] = _day(_century(first), middle, last)
        yield from _moments(_plausible(days, today, short=len(last) == 2), found)


def _plausible(
    days: Mapping[str, datetime.date | None], today: datetime.date, *, short: bool
) -> Mapping[str, datetime.date | None]:
    """Leave out the readings years ahead, when the year has two figures and another reading is not."""
    near = {habit: day for habit, day in days.items() if day and day.year <= today.year + 1}
    return near if short and near else days


def _moments(days: Mapping[str, datetime.date | None], found: re.Match[str]) -> Iterator[tuple[str, Moment]]:
    try:
        time = datetime.time(int(found["hour"] or 0), int(found["minute"] or 0), int(found["second"] or 0))
    except ValueError:
        return
    for habit, day in days.items():
        if day:
            yield habit, Moment(day, time if found["hour"] else None, (found["zone"] or "").upper())


def _day(year: str, month: str, day: str) -> datetime.date | None:
    try:
        found = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year >= 1000 else None


def _century(year: str) -> str:
    if len(year) == 4:
        return year
    return f"20{year}" if int(year) < PIVOT else f"19{year}"
