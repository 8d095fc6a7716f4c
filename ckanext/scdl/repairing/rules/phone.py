"""Phone numbers in the form that the schema asks for."""

from __future__ import annotations

import re

from ckanext.scdl.repairing.rules.base import Context, Readings, Rule, sure

NAMED = re.compile(r"(^|_)(tel|telephone|phone|fax)\d*($|_)", re.IGNORECASE)
# Metropolitan France, then the territories whose numbers are dialled from it without a country code.
REGIONS = ("FR", "GP", "GF", "MQ", "RE", "YT")


class Phones(Rule):
    """«02 37 45 00 00» for +33237450000, or the other way round."""

    name = "phone"

    @classmethod
    def applies(cls, context: Context) -> bool:
        """See the base class."""
        named = context.field.type == "string" and bool(NAMED.search(context.field.name))
        return named or context.judge.has_check(context.field, "phone-number-value")

    def readings(self, value: str) -> Readings:
        """See the base class."""
        return sure(next(filter(self.context.is_right, _forms(value)), None))


def _forms(value: str) -> list[str]:
    """The usual ways to write the number; none when it is not one."""
    # Its tables cost a fifth of a second: only files with a wrong number wait for them.
    import phonenumbers
    from phonenumbers import PhoneNumberFormat

    for region in REGIONS:
        try:
            number = phonenumbers.parse(value, region)
        except phonenumbers.NumberParseException:
            return []
        if phonenumbers.is_valid_number(number):
            international = phonenumbers.format_number(number, PhoneNumberFormat.E164)
            national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
            spaced = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
            joined = f"+{number.country_code} {number.national_number}"
            return [international, joined, spaced, national, national.replace(" ", "")]
    return []
