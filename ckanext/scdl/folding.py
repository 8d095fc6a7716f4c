"""Text without case, accents, apostrophe shapes and outer spaces: how people read two spellings as one."""

from __future__ import annotations

import unicodedata

APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "œ": "oe", "Œ": "OE", "\u00a0": " "})


def fold(text: str) -> str:
    """Return ``text`` folded: «Délibération » and «deliberation» give the same."""
    decomposed = unicodedata.normalize("NFD", text.translate(APOSTROPHES))
    return " ".join("".join(each for each in decomposed if not unicodedata.combining(each)).casefold().split())


def same_spelling(text: str) -> str:
    """Return ``text`` without case and in composed form: accents count, but not how they are encoded."""
    return unicodedata.normalize("NFC", text.translate(APOSTROPHES)).casefold()
