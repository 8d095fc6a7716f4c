"""The findings as the ``scdl`` command prints them: grouped, each group with its reason and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from ckanext.scdl.privacy import wording
from ckanext.scdl.privacy.finding import PersonalData

# A person decides on a kind after seeing some of its rows; --json has all of them.
SHOWN_ROWS = 10


def lines(found: Sequence[PersonalData], lang: str) -> list[str]:
    """Return the lines to print; none when nothing was found."""
    if not found:
        return []
    printed = ["", f"{wording.text('heading', lang)} ({len(found)})"]
    for _, group in groupby(sorted(found, key=_cause), key=_cause):
        printed += _group(list(group), lang)
    return printed


def _group(members: Sequence[PersonalData], lang: str) -> list[str]:
    first = members[0]
    actions = " ".join(each["message"] for each in first.actions(lang))
    shown = [f"    {_where(each, lang)}{each.message(lang)}" for each in members[:SHOWN_ROWS]]
    if len(members) > SHOWN_ROWS:
        shown.append("    " + wording.text("more", lang).format(count=len(members) - SHOWN_ROWS))
    return [
        "  " + " — ".join(filter(None, (first.field, first.title(lang)))),
        *shown,
        "    " + wording.text("why", lang).format(reason=first.reason(lang)),
        "    " + wording.text("what", lang).format(actions=actions),
    ]


def _where(found: PersonalData, lang: str) -> str:
    return wording.text("row", lang).format(row=found.row) if found.row else ""


def _cause(found: PersonalData) -> tuple[str, int, str]:
    return found.sheet or "", found.column or 0, found.kind
