"""Phones of persons: mobile numbers (06, 07), and land lines that the column says are someone's.

The land line of a mairie or of an equipment is public; a mobile number given there may be an agent's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ckanext.scdl.privacy import labels
from ckanext.scdl.privacy.detectors.base import Found, is_reference
from ckanext.scdl.privacy.finding import HIGH, LOW, MEDIUM
from ckanext.scdl.privacy.view import Column, Hit, View

# One way of separating all along: «06/01/2025 08» is a date. What a letter or a digit touches is something longer.
NUMBER = re.compile(
    r"(?<![\dA-Za-z+])(?<!\d[ .\-/,\u00a0\u202f])"
    r"((?:(?:\+|00)(?:33|262|508|590|594|596|687|689)[ .\-\u00a0\u202f]?(?:\(0\)[ .\-\u00a0\u202f]?)?|0)"
    r"[1-9](?P<by>[ .\-/\u00a0\u202f]?)\d{2}(?:(?P=by)\d{2}){3}"
    r"|[67](?P<by2>[ .\-\u00a0\u202f])\d{2}(?:(?P=by2)\d{2}){3})"
    r"(?![\dA-Za-z_])(?![.,\-/]\d)"
)
# More pairs after the number: the run is a number of something else (a SIRET in pairs), unless they are another phone
# number, an hour, or the beginning of an address («06 12 34 56 78 12 rue des Lilas»).
SPACE = r"[ \u00a0\u202f]"
MORE = re.compile(r"[ .\-/\u00a0\u202f]\d\d(?!\d)")
NOT_MORE = re.compile(
    rf"{SPACE}(?:0[1-9](?:{SPACE}?\d\d){{4}}(?!{SPACE}?\d)|\d\d(?:{SPACE}?h|[:/]\d)"
    rf"|\d\d,?{SPACE}?(?:bis|ter)?,?{SPACE}?[A-Za-zÀ-ÿ]{{3}})"
)
AMOUNT = re.compile(rf"{SPACE}?(?:€|EUR\b|euros?\b)", re.IGNORECASE)
# The name of a page or of a file.
IN_ADDRESS = re.compile(r"https?://\S*/$", re.IGNORECASE)
# The first zero is lost when a spreadsheet takes a number for a quantity.
BARE = re.compile(r"[67]\d{8}")
MOBILE = re.compile(r"(?:(?:\+|00)33\D*|0)?[67]|(?:\+|00)262\D*69|(?:\+|00)59[046]\D*69|(?:\+|00)6(?:87|89)\D*[789]")


class Phone:
    """Numbers that ring in someone's pocket or home."""

    kind = "phone"
    sieve = (
        r"(?:\+|00)(?:33|262|508|590|594|596|687|689)[ .\-\u00a0\u202f]?(?:\(0\)[ .\-\u00a0\u202f]?)?"
        r"[1-9](?:[ .\-/\u00a0\u202f]?\d{2}){4}"
        r"|(?:^|[^\dA-Za-z+])(?:0[1-9](?:[ .\-/\u00a0\u202f]?\d{2}){4}|[67](?:[ .\-\u00a0\u202f]\d{2}){4})"
    )

    def find(self, view: View) -> Iterator[Hit]:
        """See the base class."""
        for column in view.columns:
            if column.role == "identifier":
                continue
            for value, rows in column.suspects.items():
                for text, confidence, params in _search(value, column):
                    # Any line is someone's beside a person's name; the service's own in a column of the schema.
                    beside = [row for row in rows if row in view.person_rows] if confidence == LOW else rows
                    if beside:
                        yield Hit(self.kind, confidence if beside is rows else MEDIUM, column, beside, text, params)


def _search(value: str, column: Column) -> Iterator[Found]:
    phone_column = column.topic == "phone" or column.spoken in labels.PLAIN_PHONE
    if phone_column and BARE.fullmatch(value.strip()):
        yield value.strip(), HIGH if column.topic else MEDIUM, {}
        return
    for found in NUMBER.finditer(value):
        if _is_something_else(value, found):
            continue
        if MOBILE.match(found[1].replace("(0)", "")):
            if _is_number(found[1]) and not (found[1].isdigit() and is_reference(value, found.start())):
                yield found[1], MEDIUM if column.role == "function" else HIGH, {}
        elif column.topic == "phone":
            yield found[1], HIGH, {}
        elif phone_column and column.role == "extra":
            yield found[1], LOW, {}


def _is_something_else(value: str, found: re.Match[str]) -> bool:
    """Whether what stands around a number makes it the beginning of a longer one, an amount or a page's name."""
    goes_on = MORE.match(value, found.end()) and not NOT_MORE.match(value, found.end())
    return bool(goes_on or AMOUNT.match(value, found.end()) or IN_ADDRESS.search(value, 0, found.start()))


def _is_number(text: str) -> bool:
    # A tenth of a second to import, for files that hold a number.
    import phonenumbers

    dialled = re.sub(r"^0033", "+33", re.sub(r"\(0\)|\s", "", text))
    dialled = dialled if dialled.startswith(("+", "0")) else "0" + dialled
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(dialled, "FR"))
    except phonenumbers.NumberParseException:
        return False
