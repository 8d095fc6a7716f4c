"""Dates as udata reads them: in UTC, complete, and never in the future."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date, datetime, timezone

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?$")


def past_moment(value: object, now: datetime) -> datetime | None:
    """Return a date and time of CKAN (ISO 8601, UTC unless it has an offset) in UTC, to the second.

    Args:
        value: a text or a datetime.
        now: the present, with its zone.

    Returns:
        None if the value is empty, no date, or in the future: udata drops an offset instead of converting it, refuses
        the future, and fails the whole dataset on a date that it cannot read.
    """
    moment = _moment(value)
    return moment.replace(microsecond=0) if moment and moment <= now else None


def next_moment(values: Iterable[object], now: datetime) -> datetime | None:
    """Return the first of some dates that `past_moment` leaves out now and will not later, in UTC without a zone."""
    later = [moment for value in values if (moment := _moment(value)) and moment > now]
    return min(later).astimezone(timezone.utc).replace(tzinfo=None) if later else None


def full_day(value: object, *, last: bool = False) -> date | None:
    """Return a day from `2020-05-17`, `2020-05` or `2020`; the first day of the month or year, or its `last` one.

    udata completes a year or a month with today's day, so only whole days may leave.
    """
    text = str(value or "").strip()
    partial = _PARTIAL.match(text)
    if not partial:
        moment = _moment(value)
        return moment.date() if moment else None
    year, month = int(partial[1]), int(partial[2] or (12 if last else 1))
    if not (1 <= month <= 12 and year >= 1):
        return None
    return date(year, month, calendar.monthrange(year, month)[1] if last else 1)


def _moment(value: object) -> datetime | None:
    if not value:
        return None
    if isinstance(value, datetime):
        moment = value
    else:
        try:
            moment = datetime.fromisoformat(str(value).strip().replace("Z", "+00:00"))
        except ValueError:
            return None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=timezone.utc)
    try:
        return moment.astimezone(timezone.utc)
    except OverflowError:  # 0001-01-01T00:00+14:00 lies before year 1
        return None
