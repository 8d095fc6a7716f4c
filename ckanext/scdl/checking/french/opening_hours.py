"""``opening-hours-value``: the column holds opening hours in OpenStreetMap's format (``Mo-Fr 08:30-12:00``).

The grammar is large (https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification): the optional package
``opening-hours-py`` reads it. Without it the report warns that the check was not made.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from ckanext.scdl.checking.french.base import BadParams, Fault, FrenchCheck

PACKAGE = "opening-hours-py"


class MissingPackage(ImportError):  # noqa: N818
    """The optional package that a check needs is not installed."""


@attrs.define(kw_only=True, repr=False)
class OpeningHoursValue(FrenchCheck):
    """``is_valid`` is the package's own judgement on a text."""

    type = "opening-hours-value"
    is_valid: Callable[[str], bool]

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> OpeningHoursValue:
        """See the base class.

        Raises:
            BadParams: a parameter is missing.
            MissingPackage: the optional package is not installed.
        """
        if "column" not in params:
            raise BadParams(cls.type)
        try:
            module = importlib.import_module("opening_hours")
        except ImportError as err:
            raise MissingPackage(PACKAGE) from err
        return cls(column=params["column"], is_valid=module.validate)

    def fault(self, cell: Any) -> Fault | None:  # noqa: ANN401
        """See the base class."""
        return None if self.is_valid(str(cell)) else (None, {})
