"""Natural persons named in free text: délibérations' objects, grants' purposes, remarks.

Elected people, and agents and professionals named by their function, are public (CRPA D312-1-3): they are left out,
unless the text tells of their private life.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ckanext.scdl.folding import fold
from ckanext.scdl.privacy.detectors.base import Found
from ckanext.scdl.privacy.finding import HIGH, MEDIUM
from ckanext.scdl.privacy.names import Person, people
from ckanext.scdl.privacy.rules import EXTRA
from ckanext.scdl.privacy.view import Column, Hit, View
from ckanext.scdl.privacy.vocabulary import is_word, sensitive, words

WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
# How near a function must stand: «M. Martin, adjoint au maire», «le maire, M. Martin».
BEFORE, AFTER = 3, 3
# Who sits where: members of the commissions of the council are elected.
SEATS = re.compile(
    r"\bcomposition (?:de|des|du)\b|\bcommissions? (?:d'appel|(?:extra-?)?municipales?|communales?|de controle)\b"
)
# «M. Martin en qualité d'adjoint technique»: an agent in function.
CAPACITY = re.compile(r"\s*,?\s*(?:en qualit[ée] d|en tant qu)", re.IGNORECASE)
PAST = re.compile(
    r"\b(?:hommage|denomination|denommer|bapteme|commemoration|exposition|concert|spectacle|biographie)\b"
)


class PersonInText:
    """Names in free text; with words of private life, another kind."""

    kind = "natural-person"
    kinds = ("natural-person", "sensitive")

    def find(self, view: View) -> Iterator[Hit]:
        """See the base class."""
        for column in view.columns:
            if column.role == "free-text" or (column.role == EXTRA and column not in view.name_columns):
                for value, rows in column.suspects.items():
                    for kind, (text, confidence, params) in _search(value, column):
                        yield Hit(kind, confidence, column, rows, text, params)


def _search(value: str, column: Column) -> Iterator[tuple[str, Found]]:
    named = people(value)
    if not named:
        return
    folded = fold(value)
    private = sensitive().search(folded)
    for person in named:
        if private:
            yield (
                "sensitive",
                (person.text, HIGH if person.civility else MEDIUM, {"word": _written(value, folded, private)}),
            )
        elif column.topic is None and not column.public and not _public(value, folded, person):
            yield "natural-person", (person.text, HIGH if person.civility else MEDIUM, {})


def _written(value: str, folded: str, found: re.Match[str]) -> str:
    """The word as the file has it, when folding changed no length."""
    return value[found.start() : found.end()] if len(value) == len(folded) else found[0]


def _public(value: str, folded: str, person: Person) -> bool:
    """Whether the name is that of someone in function, elected, or in history."""
    before, after = WORD.findall(fold(value[: person.start])), WORD.findall(fold(value[person.end :])[:60])
    seated = PAST.search(folded) or SEATS.search(folded) or CAPACITY.match(value, person.end)
    if seated or any(each in words("mandates") for each in before):
        return True
    follows = value[person.end :].lstrip()[:1] in {",", "("} or bool(after[:1] and is_word(after[0], "functions"))
    return any(is_word(each, "functions") for each in before[-BEFORE:]) or (
        follows and any(is_word(each, "functions") for each in after[:AFTER])
    )
