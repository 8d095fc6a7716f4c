"""How data.gouv.fr recognises a licence in a text (`License.guess` of udata)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from slugify import slugify

from ckanext.datagouv.simulator.circumstances import Licence

NOT_SPECIFIED = "notspecified"
NEAR = 2  # letters that may differ
_URL = re.compile(r"https?://\S+")


def recognise(texts: Iterable[str], licences: tuple[Licence, ...]) -> str | None:
    """Return the identifier of the first licence that a text names, None where none does."""
    for text in texts:
        found = _URL.search(text)
        parts = (found[0], _URL.sub("", text, count=1)) if found else (text,)
        for part in parts:
            known = _one(part.strip().lower(), licences) if part.strip() else None
            if known:
                return known.id
    return None


def _one(text: str, licences: tuple[Licence, ...]) -> Licence | None:
    slug = slugify(text)
    for licence in licences:
        if text == licence.id or slug == slugify(licence.title) or text in map(str.lower, licence.urls):
            return licence
    return _by_address(text, licences) or _near(text, slug, licences)


def _by_address(text: str, licences: tuple[Licence, ...]) -> Licence | None:
    parts = urlsplit(text)
    if not (parts.scheme and parts.netloc):
        return None
    place = f"{parts.netloc}{parts.path.rstrip('/')}"
    return next((each for each in licences if any(place in url.lower() for url in each.urls)), None)


def _near(text: str, slug: str, licences: tuple[Licence, ...]) -> Licence | None:
    tests: tuple[Callable[[Licence], bool], ...] = (
        lambda each: _distance(slugify(each.title), slug) <= NEAR,
        lambda each: _distance(each.title.lower(), text) <= NEAR,
        lambda each: any(_distance(slugify(title), slug) <= NEAR for title in each.titles),
    )
    for test in tests:
        found = [each for each in licences if test(each)]
        if len(found) == 1:
            return found[0]
    return None


def _distance(one: str, other: str) -> int:
    """Return Levenshtein's distance, or any number above `NEAR` where the lengths tell that it is above."""
    if abs(len(one) - len(other)) > NEAR:
        return NEAR + 1
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        before, row[0] = row[0], number
        for place, other_letter in enumerate(other, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (letter != other_letter))
    return row[-1]
