"""Frequencies: udata's names for the EU's codes, and how many days may pass before an update is late."""

from __future__ import annotations

from rdflib import Literal, URIRef
from rdflib.term import Node

from ckanext.datagouv.vocabularies import FREQUENCY

DUBLIN_CORE = "http://purl.org/cld/freq/"

# EU code: udata's name, days until the next update (None: no update is due).
_EU: dict[str, tuple[str, float | None]] = {
    "UNKNOWN": ("unknown", None),
    "UPDATE_CONT": ("continuous", None),
    "1MIN": ("oneMinute", 1 / 1440),
    "5MIN": ("fiveMinutes", 5 / 1440),
    "10MIN": ("tenMinutes", 10 / 1440),
    "15MIN": ("fifteenMinutes", 15 / 1440),
    "30MIN": ("thirtyMinutes", 30 / 1440),
    "HOURLY": ("hourly", 1 / 24),
    "BIHOURLY": ("bihourly", 2 / 24),
    "TRIHOURLY": ("trihourly", 3 / 24),
    "12HRS": ("twelveHours", 0.5),
    "CONT": ("severalTimesADay", 1),
    "DAILY_3": ("threeTimesADay", 1),
    "DAILY_2": ("semidaily", 1),
    "DAILY": ("daily", 1),
    "WEEKLY_5": ("fiveTimesAWeek", 7),
    "WEEKLY_3": ("threeTimesAWeek", 7),
    "WEEKLY_2": ("semiweekly", 7),
    "WEEKLY": ("weekly", 7),
    "BIWEEKLY": ("biweekly", 14),
    "MONTHLY_3": ("threeTimesAMonth", 31),
    "MONTHLY_2": ("semimonthly", 31),
    "MONTHLY": ("monthly", 31),
    "BIMONTHLY": ("bimonthly", 62),
    "QUARTERLY": ("quarterly", 93),
    "ANNUAL_3": ("threeTimesAYear", 365),
    "ANNUAL_2": ("semiannual", 365),
    "ANNUAL": ("annual", 365),
    "BIENNIAL": ("biennial", 730),
    "TRIENNIAL": ("triennial", 1095),
    "QUADRENNIAL": ("quadrennial", 1460),
    "QUINQUENNIAL": ("quinquennial", 1825),
    "DECENNIAL": ("decennial", 3650),
    "BIDECENNIAL": ("bidecennial", 7300),
    "TRIDECENNIAL": ("tridecennial", 10950),
    "AS_NEEDED": ("punctual", None),
    "IRREG": ("irregular", None),
    "NEVER": ("never", None),
    "NOT_PLANNED": ("notPlanned", None),
    "OTHER": ("other", None),
}
# fmt: off
_DUBLIN_CORE = frozenset([
    "continuous", "daily", "threeTimesAWeek", "semiweekly", "weekly", "biweekly", "threeTimesAMonth", "semimonthly",
    "monthly", "bimonthly", "quarterly", "threeTimesAYear", "semiannual", "annual", "biennial", "triennial",
    "irregular",
])
# fmt: on
DAYS = dict(_EU.values())
_BY_ADDRESS = {FREQUENCY + code: name for code, (name, _) in _EU.items()} | {
    DUBLIN_CORE + name: name for name in _DUBLIN_CORE
}
_BY_KEY = {code.lower(): name for code, (name, _) in _EU.items()} | {name.lower(): name for name in _DUBLIN_CORE}


def frequency(node: Node | None) -> str | None:
    """Return udata's name of a frequency given as an address or as a key; None for one that udata does not know."""
    text = str(node)
    if isinstance(node, Literal):
        return _BY_ADDRESS.get(text) or _BY_KEY.get(text.lower())
    return _BY_ADDRESS.get(text) if isinstance(node, URIRef) else None
