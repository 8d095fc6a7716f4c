"""The nine criteria of data.gouv.fr's quality score (`Dataset.compute_quality` of udata)."""

from __future__ import annotations

from datetime import timedelta

from ckanext.datagouv.simulator.circumstances import Circumstances
from ckanext.datagouv.simulator.forecast import DatasetForecast
from ckanext.datagouv.simulator.frequencies import DAYS

# In the order in which data.gouv.fr shows them; each is a ninth of the score.
CRITERIA = (
    "dataset_description_quality",
    "resources_documentation",
    "license",
    "update_frequency",
    "update_fulfilled_in_time",
    "has_open_format",
    "temporal_coverage",
    "spatial",
    "all_resources_available",
)
LONG_DESCRIPTION = 100  # letters; more than that are wanted
CLOSED_FORMATS = frozenset(["pdf", "doc", "docx", "word", "xls", "excel", "xlsx"])
GRACE = timedelta(days=-1)  # a harvest may come a day late


def criteria(forecast: DatasetForecast, around: Circumstances) -> dict[str, bool]:
    """Return which criteria a dataset fulfils.

    `all_resources_available` is what is true as long as data.gouv.fr has found no broken link; `license` is fulfilled
    by «not specified» too, since udata looks only whether there is one: a finding says that it was not recognised.
    """
    values, files = forecast.values, forecast.files
    found = {
        "dataset_description_quality": len(values["description"]) > LONG_DESCRIPTION,
        "resources_documentation": any(file.description for file in files),
        "license": bool(values["licence"]),
        "update_frequency": values["frequency"] not in (None, "unknown"),
        "update_fulfilled_in_time": _in_time(forecast, around),
        "has_open_format": any(file.format and file.format not in CLOSED_FORMATS for file in files),
        "temporal_coverage": bool(values["coverage"]),
        "spatial": bool(values["spatial"]),
        "all_resources_available": bool(files),
    }
    return {name: found[name] for name in CRITERIA}


def _in_time(forecast: DatasetForecast, around: Circumstances) -> bool:
    frequency = forecast.values["frequency"]
    if frequency in (None, "unknown"):
        return False
    days = DAYS[frequency]
    if days is None:
        return True
    dates = [file.modified or around.naive_now for file in forecast.files]
    last = forecast.values["modified"] or max(dates, default=around.naive_now)
    return (last + timedelta(days=days) - around.naive_now).days >= GRACE.days  # type: ignore[no-any-return]
