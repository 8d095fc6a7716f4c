"""The sentences of ``messages.yaml``: kinds, reasons, actions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ckanext.scdl.privacy import rules

LANGUAGES = ("fr", "en")


@cache
def catalogue() -> dict[str, Any]:
    """Return every sentence: ``kinds`` (title, message, reason), ``actions`` and ``texts``, each by language."""
    text = (files(__package__) / "messages.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506
    return loaded


def sentence(kind: str, part: str, params: Mapping[str, Any], lang: str = "fr") -> str:
    """Fill in a kind's ``title``, ``message`` or ``reason``.

    Raises:
        KeyError: the kind has no sentence, or the sentence asks for a parameter that is not given.
    """
    template: str = catalogue()["kinds"][kind][lang][part]
    return template.format_map(params)


def reason(kind: str, lang: str = "fr") -> str:
    """Say why a kind of finding matters, then name the texts."""
    texts = ", ".join(each["label"] for each in rules.references(kind))
    return f"{sentence(kind, 'reason', {}, lang)} ({texts}.)"


def action(key: str, lang: str = "fr") -> str:
    """Say what an action is."""
    text: str = catalogue()["actions"][key][lang]
    return text


def text(key: str, lang: str = "fr") -> str:
    """Return a heading of the printed report."""
    found: str = catalogue()["texts"][key][lang]
    return found
