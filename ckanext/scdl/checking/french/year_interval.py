"""``year-interval-value``: the column holds two years, ``2024/2025``, in order, or one year if allowed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import attrs

from ckanext.scdl.checking.french.base import BadParams, Fault, FrenchCheck

INTERVAL = re.compile(r"(\d{4})/(\d{4})")
YEAR = re.compile(r"\d{4}")
YES = frozenset({"yes", "true", "oui"})


@attrs.define(kw_only=True, repr=False)
class YearIntervalValue(FrenchCheck):
    """``allow_year_only`` comes from the parameter ``allow-year-only`` («yes» or «true»)."""

    type = "year-interval-value"
    allow_year_only: bool = False

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> YearIntervalValue:
        """See the base class."""
        if "column" not in params:
            raise BadParams(cls.type)
        return cls(column=params["column"], allow_year_only=str(params.get("allow-year-only", "")).lower() in YES)

    def fault(self, cell: Any) -> Fault | None:  # noqa: ANN401
        """See the base class."""
        text = str(cell)
        years = INTERVAL.fullmatch(text)
        if years:
            first, second = years.groups()
            return None if first < second else ("order", {"first": first, "second": second})
        if self.allow_year_only:
            return None if YEAR.fullmatch(text) else (None, {})
        return "interval", {}
