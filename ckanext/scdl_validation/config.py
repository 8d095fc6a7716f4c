"""Settings of this room, read once each (declared in ``config_declaration.yaml``)."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk

PREFIX = "ckanext.scdl_validation"
MEGABYTE = 1024 * 1024


def refuse_invalid() -> bool:
    """Whether a file with errors is sent back."""
    return str(tk.config[f"{PREFIX}.on_invalid"]) == "refuse"


def hold_personal_data() -> bool:
    """Whether a file in which personal data may be is kept from the public until somebody decided."""
    return str(tk.config[f"{PREFIX}.on_personal_data"]) == "hold"


def check_at_once_size() -> int:
    """Size in bytes up to which a file is checked within the request."""
    return int(tk.config[f"{PREFIX}.check_at_once_size"])


def stale_after() -> int:
    """Seconds without a sign of life after which a check counts as interrupted."""
    return int(tk.config[f"{PREFIX}.stale_after"])


def addresses_per_night() -> int:
    """How many addresses of files are asked, each night, whether their content changed."""
    return int(tk.config[f"{PREFIX}.addresses_per_night"])


def calls() -> int:
    """How many files an anonymous visitor may have checked or repaired within ``call_window``; 0: none."""
    return int(tk.config[f"{PREFIX}.anonymous_calls"])


def call_window() -> int:
    """Seconds after which an anonymous visitor's count begins anew."""
    return int(tk.config[f"{PREFIX}.anonymous_window"])


def largest_call() -> int:
    """Largest file, in bytes, that ``scdl_validate`` and ``scdl_repair`` take."""
    return int(tk.config[f"{PREFIX}.call_max_size"]) * MEGABYTE


def call_time() -> int:
    """Seconds after which ``scdl_validate`` and ``scdl_repair`` give up."""
    return int(tk.config[f"{PREFIX}.call_time"])


def compare_size() -> int:
    """Bytes of published files of the same kind, in all, that a new file is compared with; 0: none."""
    return int(tk.config[f"{PREFIX}.compare_size"]) * MEGABYTE


def formats() -> frozenset[str]:
    """Formats of files that are checked, in lower case (ckanext-validation's option)."""
    return frozenset(each.lower() for each in tk.config["ckanext.validation.formats"])


def default_options() -> dict[str, Any]:
    """How files are read when their resource does not say (ckanext-validation's option, a JSON object)."""
    found = json.loads(str(tk.config["ckanext.validation.default_validation_options"]) or "{}")
    return found if isinstance(found, dict) else {}


def report_language() -> str:
    """Language of the sentences that a report keeps: the portal's, French unless it is English."""
    return "en" if str(tk.config.get("ckan.locale_default", "fr")).startswith("en") else "fr"
