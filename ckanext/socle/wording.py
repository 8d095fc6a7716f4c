"""Codes of the data in words that a visitor reads, in the language of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from babel.units import format_unit
from ckan.lib.i18n import get_lang

from ckanext.scdl import registry
from ckanext.scdl.exceptions import ScdlError
from ckanext.scdl.schema import Words


@dataclass(frozen=True)
class Label:
    """Words and the kind of badge that shows them (success, warning, info, neutral)."""

    label: str
    kind: str = "plain"


@dataclass(frozen=True)
class SchemaLabel:
    """A schema as a reader meets it.

    Attributes:
        title: «Délibérations du conseil municipal», or the address of a schema that is not in the registry.
        version: its version name, empty when unknown.
        page: where it is explained.
        name: the catalogue's name, empty when unknown.
        words: title, columns and explanations in French; None when unknown.
    """

    title: str
    version: str
    page: str
    name: str = ""
    words: Words | None = None


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


def kind_of_body(territory_type: str | None, count: int = 1) -> str:
    """Name a kind of public body, in the plural for several."""
    words = {
        "region": tk.ungettext("Region", "Regions", count),
        "departement": tk.ungettext("Département", "Départements", count),
        "epci": tk.ungettext("Intercommunality", "Intercommunalities", count),
        "commune": tk.ungettext("Commune", "Communes", count),
        "syndicat": tk.ungettext("Joint authority", "Joint authorities", count),
    }
    return str(words.get(territory_type or "") or tk.ungettext("Other body", "Other bodies", count))


def schema(address: str | None) -> SchemaLabel | None:
    """Return what a resource's ``schema`` address means; None without one."""
    if not address:
        return None
    if not address.startswith(("https://", "http://")):
        return SchemaLabel(address, "", "")
    try:
        found = registry.find(address)
        words = registry.words(found.name)
    except ScdlError:
        return SchemaLabel(address, "", address)
    page = f"https://schema.data.gouv.fr/{found.name}/"
    return SchemaLabel(words.title, found.version or "", page, found.name, words)


def schema_title(name: str) -> str:
    """Return the French title of a schema of the catalogue by its name, or the name of an unknown one."""
    try:
        return registry.words(name).title
    except ScdlError:
        return name


def choice(field: str, value: str | None) -> str:
    """Return the label of a value of a dataset field (theme, frequency…) as schemas/dataset.yaml declares it."""
    if not value:
        return ""
    form = tk.h.scheming_get_dataset_schema("dataset") or {}
    for declared in form.get("dataset_fields", []):
        if declared["field_name"] == field:
            return str(tk.h.scheming_choices_label(declared.get("choices", []), value))
    return value


def licence(package: dict[str, Any]) -> str:
    """Return the title of a dataset's licence."""
    return str(package.get("license_title") or package.get("license_id") or "")


def size(count: int) -> str:
    """Write a number of bytes in the unit that fits, decimal as operating systems show it: «12 ko», «3,4 Mo»."""
    for unit, scale in (("megabyte", 10**6), ("kilobyte", 10**3)):
        if count >= scale:
            return str(format_unit(round(count / scale, 1), f"digital-{unit}", length="short", locale=get_lang()))
    return str(format_unit(count, "digital-byte", length="long", locale=get_lang()))


def date(written: str, language: str | None) -> str:
    """Give the first of a month its French ordinal, which the locale data lack: «1er janvier 2025»."""
    return f"1er {written[2:]}" if language == "fr" and written.startswith("1 ") else written
