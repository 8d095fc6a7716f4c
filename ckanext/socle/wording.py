"""Codes of the data in words that a visitor reads; the words are translated where they are shown."""

from __future__ import annotations

from dataclasses import dataclass

import ckan.plugins.toolkit as tk


@dataclass(frozen=True)
class Label:
    """Words and the kind of badge that shows them (success, warning, error, info, plain)."""

    label: str
    kind: str = "plain"


def validity(status: str | None) -> Label:
    """Say a ``validation_status`` of ckanext-validation (success, failure, error, created, running) in words."""
    if status == "success":
        return Label(tk._("Valid"), "success")
    if status == "failure":
        return Label(tk._("With errors"), "warning")
    if status in {"created", "running"}:
        return Label(tk._("Being checked"), "info")
    if status == "error":
        return Label(tk._("Could not be checked"), "warning")
    return Label(tk._("Not checked"), "neutral")
