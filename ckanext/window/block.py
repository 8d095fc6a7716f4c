"""The block that a town hall puts on its own site: the newest publications, each a link back to the portal."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.socle import publications
from ckanext.window import certificates, published

SHOWN = 6


def of_body(body: dict[str, Any]) -> dict[str, Any]:
    """Return the block's words and links, in the language of the address; the script receives it as JSON.

    Args:
        body: the organisation, as ``organization_show`` gives it.
    """
    title = str(body.get("title") or body["name"])
    rows = [publications.publication(each) for each in published.newest(body["id"], SHOWN)]
    return {
        "language": tk.h.lang(),
        "heading": tk._("The open data of {name}").format(name=title),
        "image": _image(body),
        "items": [_item(each) for each in rows],
        "empty": tk._("Nothing is published here yet."),
        "more": {"label": tk._("See all the data"), "url": absolute("organization.read", id=body["name"])},
        "portal": str(tk.config["ckan.site_title"]),
    }


def absolute(endpoint: str, **values: object) -> str:
    """Return the full address of a page, in the language of the present one."""
    return str(tk.url_for(endpoint, _external=True, **values))


def _item(each: publications.Publication) -> dict[str, str]:
    portal = certificates.portal()
    return {
        "title": each.title,
        "url": portal + each.url if each.url.startswith("/") else each.url,
        "date": str(tk.h.socle_date(each.date)) if each.date else "",
        "validity": str(tk.h.socle_validity(each.status).label) if each.status else "",
    }


def _image(body: dict[str, Any]) -> str:
    """Return the address of the arms, only where the portal itself keeps them: no other site learns who reads this."""
    image = str(body.get("image_display_url") or "")
    return image if image.startswith(certificates.portal()) else ""
