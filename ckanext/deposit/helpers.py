"""Template helpers of this room (every public function is exported)."""

from __future__ import annotations

from datetime import date as _date
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.deposit import changes as _changes
from ckanext.deposit import config as _config
from ckanext.deposit import declarations as _declarations
from ckanext.deposit import space as _space
from ckanext.deposit import summary as _summary
from ckanext.deposit import versions as _versions
from ckanext.deposit import withdrawals as _withdrawals
from ckanext.scdl import registry as _registry
from ckanext.territories import french as _french

# As much of the longest cell of a row as tells which one it is.
_NAME_LENGTH = 120


def deposit_of(name: str) -> str:
    """Return a body's name after «de», as French writes it: «de Châteaudun», «du Mans»."""
    return _french.of(name)


def deposit_choices(field: str) -> list[tuple[str, str]]:
    """Return the values of a field of the dataset form, with their words in the visitor's language."""
    form = tk.h.scheming_get_dataset_schema("dataset")
    found: dict[str, Any] = tk.h.scheming_field_by_name(form["dataset_fields"], field)
    return [(each["value"], tk.h.scheming_language_text(each["label"])) for each in found["choices"]]


def deposit_licences() -> list[tuple[str, str]]:
    """Return the licences of the portal: identifier and title."""
    return [(licence["id"], licence["title"]) for licence in tk.get_action("license_list")({}, {})]


def deposit_largest_file() -> str:
    """Return the portal's limit for a file, in megabytes, as the visitor's language writes numbers."""
    return str(tk.h.localised_number(_config.largest_file() // _config.MEGABYTE))


def deposit_day(value: str | None) -> str:
    """Return an ISO date as people write it («6 mai 2024»), nothing for what is no such date."""
    try:
        _date.fromisoformat(value or "")
    except ValueError:
        return ""
    return str(tk.h.socle_date(value))


def deposit_hiding(choice: str, kind: str) -> str:
    """Return what a decision on personal data does, as a button says it.

    Args:
        choice: a code of ``hiding.CHOICES``.
        kind: of the personal data.
    """
    words = {
        "publish": tk._("Publish it"),
        "drop-column": tk._("Remove the whole column"),
        "drop-row": tk._("Remove the row"),
        "initials": tk._("Replace the name with “M. X.” or “Mme X.”"),
        "year-only": tk._("Keep the year only"),
        "commune-only": tk._("Keep the postal code and the commune only"),
        "round-coordinates": tk._("Round the position to about a kilometre"),
        "empty-cell": tk._("Empty the cell"),
        "replace": tk._("Write something else in its place"),
    }
    if choice == "replace" and kind in {"phone", "email"}:
        return str(tk._("Write the contact of the service in its place"))
    return str(words[choice])


def deposit_filled_rows(changes: dict[str, Any], which: str, schema: str) -> dict[str, Any]:
    """Return rows of ``deposit_changes`` to show: the columns in which they hold something, by their French names.

    Args:
        changes: as the action returns them.
        which: ``first_added`` or ``first_removed``.
        schema: its name in the catalogue.
    """
    columns, rows = _changes.filled(changes["columns"], changes[which])
    words = _registry.words(schema).fields
    return {"columns": [_summary.label_of(each, words) for each in columns], "rows": rows}


def deposit_changed_rows(changes: dict[str, Any], schema: str) -> list[dict[str, Any]]:
    """Return the changed rows of ``deposit_changes``: their key and longest cell, and what differs.

    Args:
        changes: as the action returns them.
        schema: its name in the catalogue.
    """
    words = _registry.words(schema).fields
    found = []
    for before, after in changes["first_changed"]:
        cells = _changes.differing(changes["columns"], before, after)
        key = [after[changes["columns"].index(name)] for name in changes["key"]]
        longest = max(after, key=len)[:_NAME_LENGTH]
        shown = [(_summary.label_of(column, words), old, new) for column, old, new in cells]
        found.append({"name": " – ".join(dict.fromkeys([*key, longest])), "cells": shown})
    return found


def deposit_may() -> bool:
    """Whether the visitor may publish for some body."""
    return bool(tk.current_user.is_authenticated and tk.h.territories_switch()["count"])


def deposit_declarations(organization: str) -> list[dict[str, Any]]:
    """Return the declarations of a body that are in force, by its id."""
    return [_declarations.shown(each) for each in _declarations.in_force([organization])]


def deposit_declaration(declared: dict[str, Any]) -> str:
    """Return a declaration as a sentence without verb: «Subventions versées – année 2025 : rien à déclarer»."""
    period = _space.period_words(declared["period"])
    name = declared["schema"]["plain_name"] + (f" – {period}" if period else "")
    sentences = {
        _declarations.NIL: tk._("{name}: nothing to declare"),
        _declarations.SAME: tk._("{name}: the table already published still holds"),
    }
    return str(sentences[declared["kind"]].format(name=name))


def deposit_withdrawal(package: dict[str, Any]) -> dict[str, Any] | None:
    """Return why a dataset is taken down, for who may put it back; None when it is not."""
    held = _withdrawals.in_force([package["id"]]) if package.get("private") else []
    return (
        _withdrawals.shown(held[0]) if held and tk.h.check_access("deposit_put_back", {"id": package["id"]}) else None
    )


def deposit_versions(package: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the versions of a dataset's files that the visitor may download, the newest first."""
    own = bool(tk.h.check_access("deposit_withdraw", {"id": package["id"]}))
    return [_versions.shown(each) for each in _versions.of_package(package["id"], hidden=own)]
