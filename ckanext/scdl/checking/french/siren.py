"""``french-siren-value``: the column holds SIREN numbers (9 digits, Luhn key; INSEE, by python-stdnum)."""

from __future__ import annotations

from typing import Any

import attrs

from ckanext.scdl.checking.french.base import Fault, FrenchCheck
from ckanext.scdl.sirene import is_siren


@attrs.define(kw_only=True, repr=False)
class FrenchSirenValue(FrenchCheck):
    """Spaces, dots and hyphens do not count, as in Validata; the field's own pattern may refuse them."""

    type = "french-siren-value"

    def fault(self, cell: Any) -> Fault | None:  # noqa: ANN401
        """See the base class."""
        return None if is_siren(str(cell)) else (None, {})
