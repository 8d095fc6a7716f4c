"""``phone-number-value``: the column holds phone numbers, French or international (ITU E.164, by phonenumbers)."""

from __future__ import annotations

from typing import Any

import attrs

from ckanext.scdl.checking.french.base import Fault, FrenchCheck

# Numbers of three to six digits (15, 112, 3237) are not in E.164 but are dialled in France.
COUNTRY = "FR"


@attrs.define(kw_only=True, repr=False)
class PhoneNumberValue(FrenchCheck):
    """Numbers without a country code are read as French."""

    type = "phone-number-value"

    def fault(self, cell: Any) -> Fault | None:  # noqa: ANN401
        """See the base class."""
        import phonenumbers

        try:
            number = phonenumbers.parse(str(cell), COUNTRY)
        except phonenumbers.NumberParseException:
            return None, {}
        valid = phonenumbers.is_valid_number(number) or phonenumbers.is_valid_short_number(number)
        return None if valid else (None, {})
