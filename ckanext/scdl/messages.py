"""Sentences for every code: data in ``messages.yaml`` and ``sentences/*.yaml``, filled in here.

A key is a code (``missing-label``) or a code and its kind (``type-error.date``); an unknown kind falls back on its
code.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

LANGUAGES = ("fr", "en")
# A cell may hold a whole document; a message quotes its beginning.
QUOTED_LENGTH = 100


@cache
def catalogue() -> dict[str, dict[str, dict[str, str]]]:
    """Return every entry: key → language → ``title`` and ``message`` (a ``str.format`` template)."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, dict[str, dict[str, str]]] = {}
    for place in (files(__package__) / "messages.yaml", *_sorted(files(__package__) / "sentences")):
        found |= yaml.load(place.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return found


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted((each for each in folder.iterdir() if each.name.endswith(".yaml")), key=lambda each: each.name)


def entry(key: str, lang: str) -> dict[str, str]:
    """Return the ``title`` and ``message`` template of a key in one language.

    Raises:
        KeyError: neither the key nor its code has a sentence.
    """
    known = catalogue()
    return known[key if key in known else key.partition(".")[0]][lang]


def title(key: str, lang: str = "fr") -> str:
    """Return the short name of an error kind, as a heading over its rows."""
    return entry(key, lang)["title"]


def render(key: str, params: Mapping[str, Any], lang: str = "fr") -> str:
    """Fill in the sentence of a key."""
    return entry(key, lang)["message"].format_map(_Readable(params, lang))  # type: ignore[arg-type]


class _Readable:
    """Parameters as text, those that a sentence asks for: lists joined, long values cut, absent ones empty."""

    def __init__(self, params: Mapping[str, Any], lang: str) -> None:
        self._params, self._lang = params, lang

    def __getitem__(self, key: str) -> str:
        return _text(self._params.get(key), self._lang)


def _text(value: Any, lang: str) -> str:  # noqa: ANN401
    if isinstance(value, (list, tuple)):
        return ", ".join(_quoted(str(item), lang) for item in value)
    text = "" if value is None else str(value)
    return text if len(text) <= QUOTED_LENGTH else text[: QUOTED_LENGTH - 1] + "…"


def _quoted(text: str, lang: str) -> str:
    return f"«\u00a0{text}\u00a0»" if lang == "fr" else f"“{text}”"
