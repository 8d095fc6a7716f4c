"""The page of a public body: what it is, what lies above and beneath it, how programs follow it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.plugins import plugin_loaded

from ckanext.socle import directory, paging, publications
from ckanext.socle.publications import Publication

DCAT_FEED = "datagouv.organization_catalog"
READER_FEED = "window.feed"
NEWEST = 6
FORMATS = (("DCAT, RDF/XML", "xml"), ("DCAT, Turtle", "ttl"), ("DCAT, JSON-LD", "jsonld"))


@dataclass(frozen=True)
class BodyPage:
    """What surrounds a body.

    Attributes:
        kind: one of `directory.KINDS`.
        population: inhabitants, None when unknown.
        above: the bodies above it, nearest first: (title, address).
        beneath: a page of those below it, None when there are none.
        total_beneath: how many lie below, whatever was searched.
        pages: links of that list.
        q: what was searched in it.
        newest_beneath: last public datasets of the bodies below.
    """

    kind: str
    population: int | None
    above: tuple[tuple[str, str], ...]
    beneath: directory.Listing | None
    total_beneath: int
    pages: paging.Pages | None
    q: str
    newest_beneath: tuple[Publication, ...]


def page(organization: dict[str, Any], q: str, number: int) -> BodyPage:
    """Read what surrounds a body.

    Args:
        organization: as ``organization_show`` gives it.
        q: words to look for among the bodies beneath.
        number: page of that list.
    """
    kind = str(organization.get("territory_type") or "autre")
    parents = directory.above(organization["name"])
    if kind == "commune":  # its EPCI and its département say where it is
        parents = [each for each in parents if each.extras.get("territory_type") != "region"]
    places = [] if kind == "commune" else directory.beneath(organization["id"])
    whole, beneath = _beneath(places, q, number) if places else (0, None)
    return BodyPage(
        kind=kind,
        population=directory.number(str(organization.get("population") or "")),
        above=tuple((each.title, tk.url_for("organization.read", id=each.name)) for each in parents),
        beneath=beneath,
        total_beneath=whole,
        pages=_pages(organization["name"], q, number, beneath.total) if beneath else None,
        q=q,
        newest_beneath=_newest(places) if whole else (),
    )


def _beneath(places: list[str], q: str, number: int) -> tuple[int, directory.Listing | None]:
    """Return how many bodies lie beneath, and the page of those that a search keeps; None when there are none."""
    everybody = directory.listing(page=1 if q else number, places=places)
    found = directory.listing(q, page=number, places=places) if q and everybody.total else everybody
    return everybody.total, found if everybody.total else None


def _newest(places: list[str]) -> tuple[Publication, ...]:
    names = directory.newest(places, NEWEST)
    return tuple(publications.named(names)) if names else ()


def _pages(name: str, q: str, number: int, total: int) -> paging.Pages:
    # The names begin with «_»: CKAN's organisation view takes any other for a search filter.
    return paging.pages(
        total,
        directory.PAGE_SIZE,
        number,
        lambda other: tk.url_for("organization.read", id=name, _name=q or None, _page=other) + "#beneath",
    )


def feeds(organization: dict[str, Any]) -> list[dict[str, str]]:
    """Return the feeds of a body: name and full address."""
    name = organization["name"]
    dcat = [
        {"name": label, "url": tk.url_for(DCAT_FEED, name=name, extension=extension, _external=True)}
        for label, extension in FORMATS
        if plugin_loaded("datagouv")
    ]
    return [*dcat, *_readers(name)]


def _readers(name: str) -> list[dict[str, str]]:
    """Return the feeds for people: the body's own (room window), or else CKAN's."""
    if not plugin_loaded("window"):
        return [{"name": "Atom", "url": tk.url_for("feeds.organization", id=name, _external=True)}]
    kinds = (("Atom", "atom"), ("RSS", "rss"))
    return [
        {"name": label, "url": tk.url_for(READER_FEED, name=name, kind=kind, _external=True)} for label, kind in kinds
    ]


def of_zone(zone: str) -> dict[str, str] | None:
    """Return title and address of the body that a zone names (``fr:commune:28088``), None when it is not here."""
    country, _, rest = zone.partition(":")
    kind, _, code = rest.partition(":")
    body = directory.by_code(kind, code) if country == "fr" and code else None
    return {"title": body.title, "url": tk.url_for("organization.read", id=body.name)} if body else None
