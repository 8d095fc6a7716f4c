"""The sentences of `problems.py` and of the commands, in the language of the reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scdl import messages


def _(text: str) -> Callable[[], str]:
    """Mark a sentence for translation, which waits until somebody reads it."""
    return lambda: str(tk._(text))


SENTENCES: dict[str, Callable[[], str]] = {
    # The YAML of a table
    "definition-unreadable": _("{file}: this is no YAML ({reason})."),
    "definition-name": _("{file}: name the file with small letters, digits and hyphens, 30 at most, before “.yaml”."),
    "definition-not-mapping": _("{file}: “{setting}” must hold settings with their names, one a line."),
    "definition-missing": _("{file}: “{setting}” is missing."),
    "definition-unknown": _("{file}: “{setting}” is not a setting. Remove it, or correct its spelling."),
    "definition-not-text": _("{file}: “{setting}” must be a text, and not “{value}”."),
    "definition-not-list": _("{file}: “{setting}” must be a list of texts, between square brackets."),
    "definition-not-choice": _("{file}: “{setting}”: “{value}” is not possible. Write one of: {choices}."),
    "definition-not-flag": _("{file}: “{setting}” must be true or false, and not “{value}”."),
    "definition-not-number": _("{file}: “{setting}”: “{value}” is not a number that is possible here."),
    "definition-address": _("{file}: “{setting}”: “{value}” is not an address that begins with https://."),
    "definition-dated": _(
        "{file}: the address “{value}” and “{setting}” do not agree: a dated address holds {{year}} or {{month}}."
    ),
    "definition-separator": _("{file}: “{setting}”: “{value}” cannot separate columns."),
    "definition-parted": _("{file}: “{setting}” needs two columns: the département, then the commune."),
    "definition-order": _("{file}: “{setting}” names the column “{value}”, which is not kept."),
    "definition-both": _("{file}: the column “{value}” is both kept and left out (“{setting}”)."),
    "definition-title": _("{file}: “{setting}” must hold {{de}}, where the name of the commune goes."),
    "table-unknown": _("No table is called “{table}”. Write one of: {known}."),
    # The national file
    "source-gone": _("No file was found at {addresses}."),
    "source-damaged": _("{file} is damaged, or is not in the format that the table says ({reason})."),
    "source-member": _("The zip holds no file called {pattern}. It holds: {found}."),
    "source-html": _("{file} is a web page and not a table: the address probably changed."),
    "source-empty": _("{file} is empty."),
    "source-missing": _("{file} has no column {columns}. It has: {found}."),
    "source-unknown": _("{file} has columns of which the table says nothing: {columns}. Keep them or ignore them."),
    "source-twice": _("{file} has these columns twice: {columns}."),
    "source-unpacked": _("{file} is larger than {limit} MB once unpacked: left where it is."),
    "source-small": _("The file has {lines} lines where at least {expected} are expected: it is probably cut short."),
    "source-unusable": _(
        "Too many of the {lines} lines belong to nobody: {malformed} malformed, {without_key} without the code of a "
        "commune or body, {unknown_key} with an unknown code."
    ),
    "source-no-range": _("{file}: the server only sends the whole file; its columns could not be read."),
    "slice-large": _("This part is over {limit} MB, the largest file that the portal publishes."),
    "busy": _("The table “{table}” is already being worked on. Wait for its end."),
    # States and outcomes
    "cut": _("cut"),
    "unchanged": _("unchanged"),
    "failed": _("failed"),
    "rows": _("with rows"),
    "empty": _("without rows"),
    "never": _("not cut yet"),
    "created": _("created"),
    "updated": _("updated"),
    "retired": _("retired"),
    "deleted": _("deleted by hand, left so"),
    "refused": _("refused"),
}


def sentence(code: str, params: dict[str, Any] | None = None) -> str:
    """Say a problem, of this room or of the HTTP client."""
    given = params or {}
    if code in SENTENCES:
        return SENTENCES[code]().format(**given)
    return messages.render(code, given, "en" if str(tk.h.lang()).startswith("en") else "fr")


def problem(data: dict[str, Any]) -> str:
    """Say a problem as JSON keeps it."""
    return sentence(str(data["code"]), dict(data.get("params") or {}))
