"""Dates of birth: a column so named, or «né(e) le» in a text. People born too long ago to be alive are history."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from ckanext.scdl.folding import fold
from ckanext.scdl.privacy import rules
from ckanext.scdl.privacy.detectors.base import CellDetector, Found
from ckanext.scdl.privacy.finding import HIGH, MEDIUM
from ckanext.scdl.privacy.view import Column

MONTHS = (
    "janv(?:ier)?|fevr(?:ier)?|mars|avril|mai|juin|juil(?:let)?|aout|sept(?:embre)?|oct(?:obre)?|nov(?:embre)?|"
    "dec(?:embre)?"
)
DATE = (
    rf"(?:\d{{4}}-\d\d?-\d\d?|\d{{1,2}}[/. -]\d{{1,2}}[/. -](?:\d{{4}}|\d\d)|\d{{1,2}}(?:er)? (?:{MONTHS})\.? \d{{4}})"
)
BORN = re.compile(
    r"\b(?:nee?s?|ne\(e\)s?|ne\.e\.?|nee?\(s\)|date de naissance|naissance)(?: a [\w' -]{2,40},?)?"
    rf"(?:,? (?:le|en date du)| ?:)? ?({DATE})"
)
HINT = re.compile(r"\b(?:n[ée]|naissance)", re.IGNORECASE)
WHOLE = re.compile(rf"{DATE}(?:[t ]\d\d:\d\d(?::\d\d)?)?")


class BirthDate(CellDetector):
    """When someone was born."""

    kind = "birth-date"
    sieve = r"(?i)(?:^|[^\p{L}])(?:n[eé]|naissance)"

    def search(self, value: str, column: Column) -> Iterator[Found]:
        """See the base class."""
        if column.topic != "birth" and not HINT.search(value):
            return
        text = fold(value)
        if column.topic == "birth":
            if (WHOLE.fullmatch(text) or re.fullmatch(r"(?:19|20)\d\d", text)) and _alive(text):
                yield value, HIGH if WHOLE.fullmatch(text) else MEDIUM, {}
        else:
            for found in BORN.finditer(text):
                if _alive(found[1]):
                    yield found[1] if found[1] in value else value, HIGH, {}


def _alive(text: str) -> bool:
    year = re.search(r"\d{4}", text)
    oldest = datetime.datetime.now(tz=datetime.timezone.utc).year - int(rules.declared()["longest_life"])
    return year is None or int(year[0]) >= oldest
