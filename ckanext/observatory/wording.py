"""States of the grid in words."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

KINDS = {
    "late": "error",
    "to-correct": "warning",
    "awaiting": "info",
    "draft": "info",
    "to-publish": "neutral",
    "published": "success",
    "nil": "success",
}


def state(name: str, count: int = 1) -> dict[str, str]:
    """Return ``label`` and ``kind`` (of a badge) of a state."""
    return {"label": labels(count).get(name, name), "kind": KINDS.get(name, "plain")}


def labels(count: int = 1) -> dict[str, str]:
    """Return the words of every state and filter, for one body or several."""
    return {
        "late": tk._("Late"),
        "to-correct": tk._("To correct"),
        "awaiting": tk._("To approve"),
        "draft": tk._("Draft"),
        "to-publish": tk._("To publish"),
        "published": tk._("Published"),
        "nil": tk._("Nothing to declare"),
        "never": tk.ungettext("Has never published", "Have never published", count),
        "no-address": tk.ungettext("Without official address", "Without official address", count),
    }


def todo(name: str, count: int) -> str:
    """Say one of the three things to do today."""
    sentences = {
        "awaiting": tk.ungettext(
            "{count} commune waits for an approval", "{count} communes wait for an approval", count
        ),
        "to-correct": tk.ungettext(
            "{count} commune has a file to correct", "{count} communes have a file to correct", count
        ),
        "late": tk.ungettext("{count} commune is late", "{count} communes are late", count),
        "no-address": tk.ungettext(
            "{count} commune has no official address: nobody can write to it",
            "{count} communes have no official address: nobody can write to them",
            count,
        ),
        "never": tk.ungettext("{count} commune has never published", "{count} communes have never published", count),
        "draft": tk.ungettext(
            "{count} commune has a draft under way", "{count} communes have a draft under way", count
        ),
    }
    return str(sentences[name]).format(count=tk.h.localised_number(count))


def reasons() -> dict[str, str]:
    """Say why rows of a file for many bodies are left out."""
    return {
        "none": tk._("Nothing says which body it is"),
        "unknown": tk._("This portal has no such body"),
        "elsewhere": tk._("It is not in your territory"),
    }


def outcomes() -> dict[str, tuple[str, str]]:
    """Say what became of a body's part of a file: the words and the kind of badge."""
    return {
        "asked": (tk._("To approve"), "info"),
        "to-correct": (tk._("To correct or to decide"), "warning"),
        "unchanged": (tk._("Already prepared"), "neutral"),
        "taken-up": (tk._("Left to the town hall"), "neutral"),
        "error": (tk._("Refused"), "error"),
    }


def about(kind: str, content: str) -> str:
    """Say what a message to a body was about."""
    if kind == "invitation":
        return str(tk._("Invitation to come on board"))
    return str(tk._("Prepared: {data}")).format(data=content) if kind == "draft" else content


def boarding() -> dict[str, tuple[str, str]]:
    """Say what becomes of a commune that is taken on board: the words and the kind of badge."""
    return {
        "invited": (tk._("Gets an invitation"), "info"),
        "known": (tk._("Nothing to send: it is invited, or somebody acts for it"), "neutral"),
        "no-address": (tk._("Opened without invitation: no address"), "warning"),
        "elsewhere": (tk._("Left out: another body has it"), "warning"),
        "deleted": (tk._("Left out: it was deleted by hand"), "warning"),
    }


def odd(problem: Any) -> str:  # noqa: ANN401
    """Say what is odd on a line of a list of communes."""
    sentences = {
        "empty": tk._("no INSEE code or SIREN"),
        "unknown": tk._("“{value}” is the code of no commune"),
        "outside": tk._("{expected} is not in your territory"),
        "other-name": tk._("the code is that of {expected}, not of “{value}”"),
        "email": tk._("“{value}” is not an e-mail address"),
        "repeated": tk._("{expected} is there already"),
    }
    sentence = sentences[problem.code].format(value=problem.value, expected=problem.expected)
    return str(tk._("Line {line}: {sentence}. Line left out.")).format(line=problem.line, sentence=sentence)


def moderation() -> dict[str, str]:
    """Return the words of each kind of thing that waits, and of each state."""
    return {
        "question": tk._("Question"),
        "problem": tk._("Problem reported"),
        "personal": tk._("Personal data to decide on"),
        "file": tk._("File that does not go out"),
        "refused": tk._("Not taken from data.gouv.fr"),
        "address": tk._("Address fetched without success"),
        "demand": tk._("Demand to join"),
        "open": tk._("To deal with"),
        "answered": tk._("Answered"),
        "closed": tk._("Closed"),
    }
