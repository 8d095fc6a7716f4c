"""Intervals of years: «2024-2025», «2024 / 2025», «2025/2024» for 2024/2025; «2024/2024» for 2024."""

from __future__ import annotations

import re

from ckanext.scdl.repairing.rules.base import Context, Readings, Rule, sure

YEARS = re.compile(r"\s*(\d{4})(?:[.,]0+)?\s*(?:[-–/_à]\s*(\d{4})\s*)?")


class YearIntervals(Rule):
    """The slash that the schema asks for."""

    name = "year-interval"

    @classmethod
    def applies(cls, context: Context) -> bool:
        """See the base class."""
        return context.judge.has_check(context.field, "year-interval-value")

    def readings(self, value: str) -> Readings:
        """See the base class."""
        found = YEARS.fullmatch(value)
        years = sorted({year for year in found.groups() if year}) if found else []
        return sure("/".join(years) if years else None)
