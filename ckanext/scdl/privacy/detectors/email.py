"""E-mail addresses of persons: a person's name before the @, or a mailbox of a consumer's provider.

mairie@, contact@, accueil@… reach a service whoever answers: public, and what the law wants published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ckanext.scdl.folding import fold
from ckanext.scdl.privacy.detectors.base import CellDetector, Found
from ckanext.scdl.privacy.finding import HIGH, MEDIUM
from ckanext.scdl.privacy.view import Column
from ckanext.scdl.privacy.vocabulary import given_names, is_word, words

ADDRESS = re.compile(r"(?<![\w.+-])([\w.+'-]{1,64})@([\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,})")
INITIAL_AND_NAME = re.compile(r"[a-z][._-][a-z]{3,}(?:-[a-z]+)?\d*")


class Email(CellDetector):
    """Addresses of a person in a cell."""

    kind = "email"
    sieve = "@"

    def search(self, value: str, column: Column) -> Iterator[Found]:
        """See the base class."""
        if "@" not in value:
            return
        for found in ADDRESS.finditer(value):
            confidence = _of_a_person(fold(found[1]), found[2].lower(), column)
            if confidence:
                yield found[0], confidence, {}


def _of_a_person(local: str, domain: str, column: Column) -> str | None:
    parts = [each for each in re.split(r"[._\d]+", local) if each]
    named = any(all(part in given_names() for part in each.split("-")) for each in parts)
    full = named and len(parts) > 1
    if _of_a_service(local, full=full):
        return None
    if full:
        return HIGH
    if domain in words("consumers"):
        return HIGH if named or column.topic == "email" else MEDIUM
    return MEDIUM if INITIAL_AND_NAME.fullmatch(local) or column.topic == "email" else None


def _of_a_service(local: str, *, full: bool) -> bool:
    pieces = [each for each in re.split(r"[._\-\d]+", local) if each]
    if any(each in words("mail-services") or is_word(each, "bodies") for each in pieces):
        return True
    # «mairiedexemple@»: the service's word runs into the next; «contactel.jean@» has a person's name besides.
    return not full and local.startswith(tuple(words("mail-beginnings")))
