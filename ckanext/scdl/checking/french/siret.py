"""``french-siret-value``: the column holds SIRET numbers (14 digits, Luhn key; INSEE, by python-stdnum).

The establishments of La Poste (SIREN 356000000) have their own key: the digits' sum is a multiple of five.
"""

from __future__ import annotations

from typing import Any

import attrs

from ckanext.scdl.checking.french.base import Fault, FrenchCheck
from ckanext.scdl.sirene import is_siret


@attrs.define(kw_only=True, repr=False)
class FrenchSiretValue(FrenchCheck):
    """Spaces, dots and hyphens do not count, as in Validata; the field's own pattern may refuse them."""

    type = "french-siret-value"

    def fault(self, cell: Any) -> Fault | None:  # noqa: ANN401
        """See the base class."""
        return None if is_siret(str(cell)) else (None, {})
