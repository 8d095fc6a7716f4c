"""The form of a source: fields that a person fills in, and the JSON settings that they stand for.

Each setting has the field `datagouv_<setting>`; lists are written one value a line, or parted by commas.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ckanext.socle.harvesters.datagouv.settings import SIREN, ZONE, Settings

PREFIX = "datagouv_"
MARKER = f"{PREFIX}form"  # the request comes from the form
AS_JSON = f"{PREFIX}json"  # the person wrote JSON instead
FIXED = "fixed"
LISTS = ("organizations", "zones", "schemas", "tags", "licenses")
EXCLUSIONS = ("datasets", "organizations", "tags")
SEPARATORS = re.compile(r"[,;\n]+")


def field(setting: str) -> str:
    """Return the field of a setting: `exclude.tags` is `datagouv_exclude_tags`."""
    return PREFIX + setting.replace(".", "_")


def filled(data: Mapping[str, Any]) -> bool:
    """Tell whether a request holds the form's fields, to be read in place of the JSON."""
    return bool(data.get(MARKER)) and not data.get(AS_JSON)


def read(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON settings that a filled-in form stands for; `settings.parse` checks them."""

    def text(name: str) -> str:
        return str(data.get(field(name)) or "").strip()

    found: dict[str, Any] = {name: _values(text(name)) for name in LISTS}
    found["exclude"] = {name: values for name in EXCLUSIONS if (values := _values(text(f"exclude.{name}")))}
    found |= {name: text(name) for name in ("q", "files", "owner_fallback")}
    found["owner"] = text("owner_name") if text("owner") == FIXED else text("owner")
    found["zones_below"] = bool(text("zones_below"))
    size = text("max_file_size")
    found["max_file_size"] = int(size) if size.isdigit() else size
    return {key: value for key, value in found.items() if value not in ("", [], {}, False)}


def values(settings: Settings) -> dict[str, str]:
    """Return the fields of a form that stands for settings."""
    found = {field(name): "\n".join(getattr(settings, name)) for name in LISTS}
    found |= {field(f"exclude.{name}"): "\n".join(getattr(settings.exclude, name)) for name in EXCLUSIONS}
    found |= {field(name): str(getattr(settings, name)) for name in ("q", "files", "owner_fallback")}
    known = settings.owner in ("", SIREN, ZONE)
    found[field("owner")] = settings.owner if known else FIXED
    found[field("owner_name")] = "" if known else settings.owner
    found[field("zones_below")] = "1" if settings.zones_below else ""
    found[field("max_file_size")] = str(settings.max_file_size or "")
    return found


def _values(text: str) -> list[str]:
    return [value.strip() for value in SEPARATORS.split(text) if value.strip()]
