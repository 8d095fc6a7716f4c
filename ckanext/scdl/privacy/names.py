"""Natural persons' names in French text: a civility and a name, or a common given name and a surname.

«rue Jean Moulin», «Les Amis de Paul Dupont» and «Garage Martin» name places and bodies. Nothing is looked up outside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from ckanext.scdl.privacy.vocabulary import famous, given_forms, given_names, is_word, plain, words

LETTERS = re.compile(r"[^\W\d_]+")
TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|[«»“”\"]|[^\w\s]|\d+")
CIVILITY = re.compile(
    r"(?<![\w.])(?:M\.|MM\.|M(?=\s+[A-ZÉÈ])|(?i:Mr|Mmes?|Mlles?|Monsieur|Madame|Mademoiselle|Messieurs|Mesdames|"
    r"[ée]poux|consorts|veuve|vve|indivision|succession))(?!\w)\.?\s+(?:(?:et|ou|/)\s+(?:M\.|Mme|Madame|Monsieur)\s+)?"
)
# A surname's small words, and what may stand between a place's word and a person's name.
PARTICLES = frozenset({"de", "du", "des", "la", "le", "d", "von", "van", "el", "ben", "da", "dos", "di"})
SAINTS = frozenset({"saint", "sainte", "st", "ste", "notre", "san", "santa"})
ARTICLES = frozenset({"le", "la", "les"})
ORDINAL = re.compile(r"er|eme|e|ere|premier|second|deuxieme|troisieme|[1-9]")
LONGEST_NAME = 5
# How far before a name a place's word still counts, in words.
LOOK_BACK = 6


@dataclass(frozen=True)
class Person:
    """A name found: where it stands in the text, and whether a civility says that it is a person's."""

    start: int
    end: int
    text: str
    civility: bool


@cache
def names_sieve() -> str:
    """Return, for Rust's regex, what finds something in every text in which ``people`` may find someone."""
    forms = "|".join(sorted(given_forms(), key=lambda each: (-len(each), each)))
    civilities = (
        r"M\.|MM\.|M\s+[A-ZÉÈ]|(?i:Mr|Mmes?|Mlles?|Monsieur|Madame|Mademoiselle|Messieurs|Mesdames|[ée]poux|consorts|"
        r"veuve|vve|indivision|succession)"
    )
    return rf"(?:^|[^\p{{L}}])(?:{forms})(?:$|[^\p{{L}}])|(?:^|[^\p{{L}}\p{{Nd}}_.])(?:{civilities})"


def people(text: str) -> list[Person]:
    """Find the natural persons named in a text, those of places, bodies and history left out."""
    if given_forms().isdisjoint(LETTERS.findall(text)) and not CIVILITY.search(text):
        return []
    tokens = list(TOKEN.finditer(text))
    titled = list(_with_civility(text, tokens))
    taken = [(each.start, each.end) for each in titled]
    # In capitals every word looks like a name: only a civility tells one there.
    named = [] if text.isupper() else list(_with_given_name(tokens))
    return [*titled, *(each for each in named if not any(start <= each.start < end for start, end in taken))]


def whole_person(text: str) -> Person | None:
    """Return the person whose name fills the text alone («DUPONT Jean»), or None."""
    cleaned = re.sub(r"\(\s*(?:[a-zàâçéèêëîïôûù]+\s*)+\)\s*$", " ", text)
    cleaned = re.sub(r"(?i)\b(?:EI|auto-?entrepreneur(?:e)?|micro-?entreprise|particulier)\b|[(),]", " ", cleaned)
    titled = CIVILITY.match(cleaned.lstrip())
    rest = cleaned.strip()[titled.end() :] if titled else cleaned.strip()
    tokens = _one_of_two(rest.replace("&", " et ").split())
    # Two given names and no surname may be anything: a civility settles it.
    shortest = 1 if titled else 2
    if not shortest <= len(tokens) <= LONGEST_NAME + 2 or any(not _may_name(each) for each in tokens):
        return None
    if titled is None and not _shaped(tokens):
        return None
    return Person(0, len(text), text, titled is not None)


def _one_of_two(tokens: list[str]) -> list[str]:
    """«Louise Morvan» for «Raphaël et Louise Morvan»; the same words for anything else."""
    couple = len(tokens) > 3 and tokens[1] == "et" and _is_given(tokens[0]) and _is_given(tokens[2])
    return tokens[2:] if couple and " ".join(map(plain, tokens)) not in famous() else tokens


def _may_name(token: str) -> bool:
    word = plain(token).strip(".")
    if not word.replace("-", "").replace("'", "").isalpha() or is_word(word, "bodies") or word in words("not-names"):
        return word in PARTICLES or word == "et"
    return word in PARTICLES or token[:1].isupper() or word in given_names()


def _shaped(tokens: Sequence[str]) -> bool:
    """A given name at one end and something else at the other, neither an article nor a saint first."""
    folded = [plain(each) for each in tokens]
    if folded[0] in PARTICLES - {"de"} | SAINTS | {"les"} or " ".join(folded) in famous() or "et" in folded:
        return False
    if any(each in SAINTS or is_word(each, "places") for each in folded[:-1] if each not in given_names()):
        return False
    surnames = [each for each in folded if each not in PARTICLES]
    return len(surnames) > 1 and (_is_given(tokens[0]) or _is_given(tokens[-1])) and len(surnames[-1].strip(".")) > 1


@lru_cache(maxsize=65_536)
def _is_given(token: str) -> bool:
    return bool(token) and token[:1].isupper() and all(part in given_names() for part in plain(token).split("-"))


def _with_civility(text: str, tokens: Sequence[re.Match[str]]) -> Iterator[Person]:
    for found in CIVILITY.finditer(text):
        following = [each for each in tokens if each.start() >= found.end()][: LONGEST_NAME + 1]
        first = plain(following[0].group()) if following else ""
        named = first in ARTICLES and _is_surname_of_two(following)
        if not first or (first in words("not-names") and not named) or is_word(first, "functions"):
            continue
        end = _name_end(following)
        if end is not None:
            yield Person(found.start(), end, text[found.start() : end], civility=True)


def _is_surname_of_two(tokens: Sequence[re.Match[str]]) -> bool:
    """Whether an article written large begins a surname: «M. LE BIHAN», and neither «M. Le Préfet» nor «M. Le Curé»."""
    article, surname = (each.group() for each in tokens[:2]) if len(tokens) > 1 else ("", "")
    word = plain(surname)
    other = word in words("not-names") | words("offices") or is_word(word, "functions")
    return article[:1].isupper() and surname[:1].isupper() and not other


def _name_end(tokens: Sequence[re.Match[str]]) -> int | None:
    """Where a name that begins at the first token ends; None when there is none, or only initials."""
    end, length = None, 0
    for before, token in pairwise([None, *tokens]):
        word = token.group() if token else ""
        if plain(word) in PARTICLES or (word == "." and before and len(before.group()) == 1):
            continue
        if token is None or not word[:1].isupper() or length == LONGEST_NAME:
            break
        if len(word) > 1:
            end = token.end()
        length += 1
    return end


def _with_given_name(tokens: Sequence[re.Match[str]]) -> Iterator[Person]:
    index = 0
    while index < len(tokens):
        if not _is_given(tokens[index].group()) or (index and plain(tokens[index - 1].group()) in SAINTS):
            index += 1
            continue
        first, last = _extent(tokens, index)
        if first is not None and not _of_a_place(tokens, first) and not _known(tokens[first : last + 1]):
            start, end = tokens[first].start(), tokens[last].end()
            yield Person(start, end, tokens[first].string[start:end], civility=False)
        index = max(last, index) + 1


def _extent(tokens: Sequence[re.Match[str]], index: int) -> tuple[int | None, int]:
    """The first and last tokens of the name around a given name; None as first when there is no surname."""
    last = index
    while last + 1 < len(tokens) and _is_given(tokens[last + 1].group()):
        last += 1
    given_end = last
    surname = last
    while surname + 1 < len(tokens) and surname - given_end < LONGEST_NAME - 2:
        word = tokens[surname + 1].group()
        if plain(word) in PARTICLES:
            surname += 1
        elif len(word) > 1 and word[:1].isupper() and not (is_word(word, "bodies") or is_word(word, "functions")):
            surname = last = surname + 1
        else:
            break
    before = tokens[index - 1].group() if index else ""
    if last > given_end or (given_end > index and not before.isupper()):
        # «MJC Jacques Tati»: capitals before a whole name are a body's.
        body = len(before) > 1 and before.isalpha() and before.isupper() and last > given_end
        return (None if body and not tokens[last].group().isupper() else index), last
    surname_first = len(before) > 2 and before.isupper() and not _common(before) and plain(before) not in SAINTS
    return (index - 1 if surname_first else None), last


def _common(word: str) -> bool:
    return is_word(word, "bodies") or is_word(word, "places") or is_word(word, "functions")


def _of_a_place(tokens: Sequence[re.Match[str]], first: int) -> bool:
    """Whether a word before the name says that a place or a body bears it."""
    before = tokens[max(first - LOOK_BACK, 0) : first]
    for place, token in reversed(list(enumerate(before))):
        word = token.group()
        if plain(word) == "prix" and place and ORDINAL.fullmatch(plain(before[place - 1].group())):
            # «1er prix Josiane Le Gallo» names who won it, «prix Michel Bernard» the prize.
            return False
        if is_word(word, "places") or is_word(word, "bodies"):
            return True
        if plain(word).split("'")[0] not in words("links") and not word[:1].isupper():
            return False
    return False


def _known(tokens: Sequence[re.Match[str]]) -> bool:
    name = plain(" ".join(each.group() for each in tokens))
    return any(name == each or name.startswith(f"{each} ") for each in famous())
