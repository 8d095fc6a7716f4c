"""Dates: 31/12/2024, 31-12-24, 31 décembre 2024, 1er janvier 2024 or Excel's 45657, with a time or none."""

from __future__ import annotations

import datetime
import re

from ckanext.scdl.repairing.dates import ISO, Moment, meanings
from ckanext.scdl.repairing.rules.base import NONE, SURE, Context, Readings, Rule

PADDED = re.compile(r"\d{4}-\d{2}-\d{2}")
UNPADDED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
BETWEEN = re.compile(r"\s+(?:au|à|-|–|/|_)\s+|[/_–-]", re.IGNORECASE)
# In Paris it may already be the next day.
LATE = datetime.time(22)


class Dates(Rule):
    """Dates, dates with time, and texts whose pattern asks for a date or a period."""

    name = "date"
    untidy = r"^\d{4}-(?:\d-|\d\d-\d$)"

    @classmethod
    def applies(cls, context: Context) -> bool:
        """See the base class."""
        return context.field.type in {"date", "datetime"} or _is_text_of_dates(context)

    def readings(self, value: str) -> Readings:
        """See the base class."""
        return self._one(value) or self._period(value)

    def tidied(self, value: str) -> str | None:
        """«2024-1-5» is taken by Table Schema's readers, not by all others."""
        found = UNPADDED.fullmatch(value) if self.field.type == "date" else None
        return f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}" if found and not PADDED.fullmatch(value) else None

    def _one(self, value: str) -> Readings:
        found = meanings(value, self.context.today)
        written = {habit: self._write(moment) for habit, moment in found.items()}
        return {SURE if habit == ISO else habit: text for habit, text in written.items() if text}

    def _write(self, moment: Moment) -> str | None:
        if self.field.type == "datetime":
            time = moment.time or datetime.time()
            whole = datetime.datetime.combine(moment.day, time)
            form = self.field.format
            return whole.strftime(form) if "%" in form else f"{whole.isoformat(timespec='seconds')}{moment.zone}"
        if moment.zone and moment.time and moment.time >= LATE:
            # The day depends on where one stands: left to a person.
            return None
        return moment.day.strftime(self.field.format) if "%" in self.field.format else moment.day.isoformat()

    def _period(self, value: str) -> Readings:
        """«du 1er janvier 2024 au 31 décembre 2024», for a pattern that takes 2024-01-01/2024-12-31."""
        if self.field.type != "string":
            return NONE
        text = re.sub(r"^du\s+", "", value.strip(), flags=re.IGNORECASE)
        for found in BETWEEN.finditer(text):
            start, end = self._one(text[: found.start()]), self._one(text[found.end() :])
            if start and end:
                return _joined(start, end)
        return NONE


def _joined(start: Readings, end: Readings) -> Readings:
    habits = (start.keys() | end.keys()) - {SURE} or {SURE}
    pairs = {habit: (start.get(habit, start.get(SURE)), end.get(habit, end.get(SURE))) for habit in sorted(habits)}
    return {habit: f"{one}/{two}" for habit, (one, two) in pairs.items() if one and two and one <= two}


def _is_text_of_dates(context: Context) -> bool:
    return (
        context.field.type == "string"
        and context.field.format == "default"
        and context.is_right("2024-12-31")
        and not context.is_right("31/12/2024")
        and not context.is_right("abc")
    )
