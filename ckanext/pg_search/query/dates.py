"""Solr's dates and date arithmetic: `2026-01-31T00:00:00Z`, `NOW`, `NOW-7DAYS`, `NOW/DAY+1MONTH`."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

from ckanext.pg_search.errors import QueryError

DATE = re.compile(
    r"(NOW|\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?(?:Z|[+-]\d{2}:\d{2})?)(.*)", re.DOTALL
)
STEP = re.compile(r"([+-]\d{1,6}|/)(YEAR|MONTH|DAY|DATE|HOUR|MINUTE|SECOND|MILLISECOND|MILLI)S?")
STEPS = {"DATE": "DAY", "MILLI": "MILLISECOND"}
FLOORS = {"YEAR": {"month": 1}, "MONTH": {"day": 1}, "DAY": {"hour": 0}, "HOUR": {"minute": 0}, "MINUTE": {"second": 0}}


def parse(text: str, now: datetime) -> datetime:
    """Return the instant, with its time zone (UTC).

    Args:
        text: a date and any number of steps.
        now: what `NOW` stands for.

    Raises:
        QueryError: not a date, or out of the calendar.
    """
    found = DATE.fullmatch(text.strip())
    if not found or STEP.sub("", found[2]):
        raise QueryError(f"Not a date: {text}")
    try:
        moment = now if found[1] == "NOW" else _absolute(found[1])
        for amount, unit in STEP.findall(found[2]):
            moment = _step(moment, amount, STEPS.get(unit, unit))
    except (ValueError, OverflowError) as e:
        raise QueryError(f"Not a date: {text}") from e
    return moment


def _absolute(text: str) -> datetime:
    # Python 3.10 reads neither Z nor any number of decimals.
    plain = re.sub(r"\.(\d+)", lambda found: "." + found[1][:6].ljust(6, "0"), text.replace("Z", "+00:00"))
    moment = datetime.fromisoformat(plain)
    return moment.astimezone(timezone.utc) if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def _step(moment: datetime, amount: str, unit: str) -> datetime:
    if amount == "/":
        return _floor(moment, unit)
    if unit == "MILLISECOND":
        return moment + timedelta(milliseconds=int(amount))
    moved: datetime = moment + relativedelta(**{unit.lower() + "s": int(amount)})
    return moved


def _floor(moment: datetime, unit: str) -> datetime:
    if unit == "MILLISECOND":
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    moment = moment.replace(microsecond=0)
    for name in reversed(FLOORS):
        if unit == "SECOND":
            break
        moment = moment.replace(**FLOORS[name])  # type: ignore[arg-type]
        if name == unit:
            break
    return moment
