"""Template helpers of the ground plugin (every public function is exported)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.i18n import get_available_locales

from ckanext.socle import bodies, pages, paging, publications, wording
from ckanext.socle import moments as _moments
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
        (tk._("Publish data"), tk.h.url_for("/deposer")),
    ]
    if "deposit_may" in tk.h and tk.h.deposit_may():
        doors.append((tk._("My space"), tk.h.url_for("/mon-espace")))
    if "observatory_animates" in tk.h and tk.h.observatory_animates():
        doors.append((tk._("Animate"), tk.h.url_for("/animer")))
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
    return wording.date(str(tk.h.render_datetime(value) or ""), tk.h.lang()) if value else ""


def socle_moment(value: str | None) -> str:
    """Write a time of the portal (ISO text, UTC) as the visitor's language does: «29 novembre 2026, 05:40»."""
    return _moments.moment(value, zone=False) if value else ""


def socle_validity(status: str | None) -> wording.Label:
    """Return the words and the kind of badge for a resource's ``validation_status``."""
    return wording.validity(status)


def socle_publications(packages: list[dict[str, Any]]) -> list[publications.Publication]:
    """Return datasets ready to be listed."""
    return [publications.publication(each) for each in packages]


def socle_summary(notes: str) -> str:
    """Return the beginning of a description, without its marks."""
    return publications.summary(notes)


def socle_dataset_page(package: dict[str, Any], resource_id: str | None, page: str | None) -> pages.DatasetPage:
    """Return what a dataset's page shows: the file asked for (or the main one), its rows, the other files."""
    return pages.dataset(package, resource_id, paging.page_number(page))


def socle_body(organization: dict[str, Any]) -> bodies.BodyPage:
    """Return what the page of a public body shows beyond its datasets: what it is, what lies above and beneath."""
    arguments = tk.request.args
    page = paging.page_number(arguments.get("_page"))
    return bodies.page(organization, arguments.get("_name", "").strip(), page)


def socle_kind(territory_type: str | None, count: int = 1) -> str:
    """Name a kind of public body: «Commune», «Communes» for several."""
    return wording.kind_of_body(territory_type, count)


def socle_schema_title(name: str) -> str:
    """Return the title of a schema by its name in the catalogue."""
    return wording.schema_title(name)


def socle_place(zone: str | None) -> dict[str, str] | None:
    """Return the title and address of the body whose territory a zone of data.gouv.fr is, None without such a body."""
    return bodies.of_zone(zone or "")


def socle_choice(field: str, value: str | None) -> str:
    """Return the words of a value of a dataset field, as the form has them."""
    return wording.choice(field, value)


def socle_size(size: int | str | None) -> str:
    """Write a file's size in bytes as the visitor's language does: «12 ko»."""
    text = str(size or "")
    return wording.size(int(text)) if text.isdigit() else ""


def socle_feeds(organization: dict[str, Any]) -> list[dict[str, str]]:
    """Return the feeds of one organisation (name, url): DCAT for programs, where the portal has it, and Atom."""
    return bodies.feeds(organization)


def socle_legal() -> dict[str, str]:
    """Return the operator's settings of the legal notice: publisher, address, director, host, contact."""
    names = ("publisher", "address", "director", "host", "contact")
    return {name: str(tk.config.get(f"ckanext.socle.legal.{name}") or "") for name in names}
