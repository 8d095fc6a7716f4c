"""Template helpers of this room (every public function is exported)."""

from __future__ import annotations

from datetime import date as _date
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.deposit import bodies as _bodies
from ckanext.deposit import config as _config
from ckanext.deposit import declarations as _declarations
from ckanext.deposit import space as _space
from ckanext.deposit import versions as _versions
from ckanext.deposit import withdrawals as _withdrawals
from ckanext.territories import french as _french


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


def deposit_may() -> bool:
    """Whether the visitor may publish for some body."""
    user = tk.current_user
    return bool(user.is_authenticated and _bodies.allowed_ids(user.name) != set())


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
