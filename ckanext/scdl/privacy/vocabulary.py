"""The words of ``words.yaml`` and the given names of ``prenoms.txt``, ready to be looked up."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from ckanext.scdl.folding import fold

# «l'école» is a school.
ELISION = re.compile(r"^(?:[cdjlmnst]|qu)'(?=\w)")


@cache
def _words() -> dict[str, Any]:
    text = (files(__package__) / "words.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506
    return loaded


@cache
def words(name: str) -> frozenset[str]:
    """Return a set of folded words: ``places``, ``bodies``, ``functions``, ``mandates``, ``not-names``, ``offices``."""
    return frozenset(_words()[name].split())


@cache
def famous() -> frozenset[str]:
    """Return the folded names of people of history."""
    return frozenset(" ".join(each.split()) for each in _words()["famous"].split("|"))


@cache
def sensitive() -> re.Pattern[str]:
    """Return what finds, in folded text, a word of private life."""
    return re.compile(r"\b(?:" + "|".join(_words()["sensitive"]) + r")\b")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return a list of the file as one pattern for whole texts: ``nobody``."""
    return re.compile("|".join(f"(?:{each})" for each in _words()[name]))


@cache
def topics() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the topics of column names, each with its pattern, in the order in which to try them."""
    roles = _words()["person-roles"].replace(" ", "")
    person = rf"(?: (?:du|de|de la|des|de l'|d'))? ?(?:{roles})s?"
    listed = _words()["topics"].items()
    return tuple(
        (name, re.compile(rf"(?:\w+ )?(?:{'|'.join(each).replace('<person>', person)})(?: \d+)?"))
        for name, each in listed
    )


@cache
def public_labels() -> re.Pattern[str]:
    """Return what finds the name of a column of people named by law, or of bodies."""
    return re.compile(r"\b(?:" + "|".join(_words()["public-labels"]) + r")\b")


@cache
def given_names() -> frozenset[str]:
    """Return common given names, folded."""
    return frozenset(map(fold, _given()))


@cache
def given_forms() -> frozenset[str]:
    """Return common given names as they are written: with and without accents, capitalised and in capitals."""
    plain = {form for each in _given() for form in (each, fold(each).capitalize())}
    return frozenset(plain | {each.upper() for each in plain})


@lru_cache(maxsize=65_536)
def plain(token: str) -> str:
    """Return a word folded; a table repeats its words."""
    return fold(token)


@lru_cache(maxsize=65_536)
def is_word(token: str, name: str) -> bool:
    """Whether a token, or its singular, is one of the words."""
    folded = ELISION.sub("", plain(token))
    return folded in words(name) or folded.removesuffix("s") in words(name)


def _given() -> list[str]:
    return (files(__package__) / "prenoms.txt").read_text(encoding="utf-8").split()
