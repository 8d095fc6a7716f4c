"""Folding of French text: what the index holds and what queries look for are made by the same functions.

Accents, case, ligatures and punctuation disappear here; PostgreSQL's `french` configuration then stems the folded
words. Elided articles («l'école») fall apart at the apostrophe into a stop word and the word itself.
"""

from __future__ import annotations

import re
import unicodedata
import zlib

WORD = re.compile(r"[^\W_]+")
HYPHENATED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
# Every combining mark of every script, as unicodedata tells them.
COMBINING = re.compile(
    "[" + "".join(chr(code) for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code))) + "]+"
)
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l"})
# Stop words hold a place in a tsvector without being indexed: between two values, they keep phrases from straddling.
GAP = " de de de "
# PostgreSQL indexes no word over 2046 bytes; four bytes are the most that a character takes.
LONGEST_WORD = 500
GRAM = 3


def names(text: str) -> frozenset[str]:
    """Return the words of a list written as one text."""
    return frozenset(text.split())


# Snowball's French stop words, those that bear no accent (folded text has none). A portal test compares them with the
# server's own list.
STOP_WORDS = names(
    """
    au aux avec ce ces dans de des du elle en et eux il je la le leur lui ma mais me mes moi mon ne nos notre nous
    on ou par pas pour qu que qui sa se ses son sur ta te tes toi ton tu un une vos votre vous c d j l m n s t y
    suis es est sommes sont serai seras sera serons serez seront serais serait serions seriez seraient
    fus fut fusse fusses fussent sois soit soyons soyez soient
    ayant ai as avons avez ont aurai auras aura aurons aurez auront aurais aurait aurions auriez auraient
    avais avait avions aviez avaient eut eus eusse eusses eussent aie aies ait ayons ayez aient
    """
)


def fold(text: str) -> str:
    """Return the text without accents, ligatures or capitals; punctuation stays."""
    if text.isascii():
        return text.lower()
    return COMBINING.sub("", unicodedata.normalize("NFKD", text.casefold())).casefold().translate(LIGATURES)


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order, stop words included."""
    return [word[:LONGEST_WORD] for word in WORD.findall(fold(text))]


def index_text(values: list[str]) -> str:
    """Return the words to index of a field's values: folded, with gaps between values.

    A hyphenated word is also indexed in one piece («wi-fi» is found by «wifi»), as Solr's word delimiter does.
    """
    folded = [fold(value) for value in values]
    parts = [" ".join(word[:LONGEST_WORD] for word in WORD.findall(value)) for value in folded]
    joined = [word.replace("-", "")[:LONGEST_WORD] for value in folded for word in HYPHENATED.findall(value)]
    return GAP.join(part for part in [*parts, *joined] if part)


def meaningful(found: list[str]) -> list[str]:
    """Return the words without the stop words, which the index does not hold."""
    return [word for word in found if word not in STOP_WORDS]


def grams(text: str) -> list[int]:
    """Return the three-letter pieces of a folded text as numbers: what holds a text holds all of its pieces."""
    return sorted({zlib.crc32(text[at : at + GRAM].encode()) >> 1 for at in range(len(text) - GRAM + 1)})
