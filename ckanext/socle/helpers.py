"""Template helpers of the ground plugin (every public function is exported)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.i18n import get_available_locales

from ckanext.socle import wording
from ckanext.socle.colour import DEFAULT_ACCENT, is_colour

CKAN_ICON = "/base/images/ckan.ico"


def socle_accent_colour() -> str:
    """Return the portal's accent colour; a setting that is no CSS colour counts for nothing."""
    colour = str(tk.config.get("ckanext.socle.accent_colour") or "").strip()
    return colour if is_colour(colour) else DEFAULT_ACCENT


def socle_icon() -> str:
    """Return the address of the icon in the browser's tab: the operator's, or ours in place of CKAN's."""
    icon = str(tk.config.get("ckan.favicon") or CKAN_ICON)
    return str(tk.h.url_for_static_or_external("/socle/icon.svg" if icon == CKAN_ICON else icon))


def socle_navigation() -> list[dict[str, Any]]:
    """Return the main menu: label, url, whether the visitor is below that door, and whether exactly there."""
    doors = [
        (tk._("Data"), tk.url_for("dataset.search")),
        (tk._("Public bodies"), tk.url_for("organization.index")),
        (tk._("Publish"), tk.h.url_for("/deposer")),
    ]
    here = tk.url_for(tk.request.path)
    return [
        {
            "label": label,
            "url": url,
            "current": f"{here}/".startswith(f"{url.rstrip('/')}/"),
            "exact": here.rstrip("/") == url.rstrip("/"),
        }
        for label, url in doors
    ]


def socle_languages() -> list[dict[str, str]]:
    """Return the other languages in which the present page can be read: code (BCP 47), own name, url."""
    current = tk.h.lang()
    return [
        {
            "code": locale.short_name.replace("_", "-"),
            "name": (locale.display_name or locale.english_name).capitalize(),
            "url": tk.url_for(tk.h.current_url(), locale=locale.short_name),
        }
        for locale in get_available_locales()
        if locale.short_name != current
    ]


def socle_date(value: str | datetime | None) -> str:
    """Write a date (ISO text or datetime) as the visitor's language does: «31 décembre 2024»."""
    return str(tk.h.render_datetime(value) or "") if value else ""


def socle_validity(status: str | None) -> wording.Label:
    """Return the words and the kind of badge for a resource's ``validation_status``."""
    return wording.validity(status)
