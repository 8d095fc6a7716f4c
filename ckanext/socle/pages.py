"""What each page of the portal holds, ready for its template."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.plugins import plugin_loaded
from ckan.types import Context

from ckanext.socle import paging, publications, searching, wording
from ckanext.socle.publications import Package, Publication, Resource
from ckanext.socle.table import PAGE_SIZE as TABLE_SIZE
from ckanext.socle.table import Table, load

NEWEST = 6
PROPOSED = 4
MIN_LETTERS = 2


@dataclass(frozen=True)
class Found:
    """The answer to a search."""

    search: searching.Search
    publications: tuple[Publication, ...]
    count: int
    facets: tuple[searching.Facet, ...]
    pages: paging.Pages
    bodies: tuple[Proposal, ...]


def search(asked: searching.Search) -> Found:
    """Run a search, and look among the public bodies for its words.

    Raises:
        ckan.lib.search.SearchError: the words are no query, or none that CKAN lets through.
    """
    answer = tk.get_action("package_search")(visitor(), asked.query())
    address = tk.url_for("dataset.search")
    last = paging.last_page(answer["count"], searching.PAGE_SIZE)
    if asked.page > last:
        return search(replace(asked, page=last))
    return Found(
        search=asked,
        publications=tuple(publications.publication(each) for each in answer["results"]),
        count=answer["count"],
        facets=tuple(_facets(asked, answer["search_facets"])),
        pages=paging.pages(
            answer["count"], searching.PAGE_SIZE, asked.page, lambda page: f"{address}?{asked.parameters(page=page)}"
        ),
        bodies=proposed_bodies(asked.q) if asked.page == 1 and not asked.filters else (),
    )


def _facets(asked: searching.Search, counted: dict[str, Any]) -> list[searching.Facet]:
    titles = {
        "organization": tk._("Published by"),
        "theme": tk._("Theme"),
        "vocab_schema": tk._("Kind of table"),
        "res_format": tk._("Format"),
        "license_id": tk._("Licence"),
    }
    words: dict[str, Callable[[str], str]] = {
        "theme": lambda value: wording.choice("theme", value),
        "vocab_schema": wording.schema_title,
    }
    facets = []
    for field in searching.FILTERS:
        items = (counted.get(field) or {}).get("items", [])
        said = {item["name"]: words[field](item["name"]) for item in items} if field in words else {}
        facets.append(searching.facet(asked, field, titles[field], items, said))
    return [each for each in facets if each.items]


@dataclass(frozen=True)
class Proposal:
    """A public body whose name or code a visitor typed: its full name, its address, the body above it."""

    label: str
    url: str
    parent: str


def proposed_bodies(q: str) -> tuple[Proposal, ...]:
    """Return the first public bodies that the words name (room territories); none for fewer than two letters."""
    if len(q) < MIN_LETTERS or not plugin_loaded("territories"):
        return ()
    rows = tk.get_action("territories_search")(visitor(), {"q": q, "limit": PROPOSED})
    return tuple(
        Proposal(row["label"], tk.url_for("organization.read", id=row["name"]), (row["parent"] or {}).get("title", ""))
        for row in rows
    )


def newest(body: str | None = None, rows: int = NEWEST) -> list[Publication]:
    """Return the newest public datasets, of one organisation (its id) or of all."""
    fq = '+dataset_type:dataset +capacity:"public"' + (f' +owner_org:"{body}"' if body else "")
    query = {"q": "*:*", "fq": fq, "rows": rows, "sort": "metadata_modified desc"}
    answer = tk.get_action("package_search")(visitor(), query)
    return [publications.publication(each) for each in answer["results"]]


@dataclass(frozen=True)
class File:
    """One file of a dataset, with what there is to say of it."""

    resource: Resource
    name: str
    download: str
    is_link: bool
    schema: wording.SchemaLabel | None
    is_data: bool
    chosen: bool
    url: str


@dataclass(frozen=True)
class DatasetPage:
    """A dataset: the file shown, its rows, the other files."""

    main: File | None
    table: Table | None
    pages: paging.Pages | None
    others: tuple[File, ...]


def dataset(package: Package, wanted: str | None = None, page: int = 1) -> DatasetPage:
    """Prepare a dataset's page.

    Args:
        package: the dataset, as ``package_show`` gives it.
        wanted: id of the file to show; the main one when none, or no file of this dataset.
        page: of the table's rows.
    """
    resources: list[Resource] = package.get("resources") or []
    main = next((each for each in resources if each["id"] == wanted), None) or publications.main_file(package)
    if main is None:
        return DatasetPage(None, None, None, ())
    shown = _file(main, package, chosen=True)
    words = shown.schema.words if shown.schema else None
    table = load(main["id"], page, words, tk.current_user.name) if main.get("datastore_active") else None
    others = tuple(_file(each, package) for each in resources if each is not main)
    return DatasetPage(shown, table, _table_pages(package, main, table, page) if table else None, others)


def _table_pages(package: Package, main: Resource, table: Table, page: int) -> paging.Pages:
    return paging.pages(
        table.total,
        TABLE_SIZE,
        page,
        lambda number: tk.url_for("dataset.read", id=package["name"], resource=main["id"], page=number) + "#table",
    )


def _file(resource: Resource, package: Package, *, chosen: bool = False) -> File:
    is_link = resource.get("url_type") not in {"upload", "datastore"}
    stored = str(resource.get("url") or "").rpartition("/")[2]
    return File(
        resource=resource,
        name=str(resource.get("name") or stored or tk._("File")),
        download=publications.download_url(resource, package),
        is_link=is_link,
        schema=wording.schema(resource.get("schema")),
        is_data=resource.get("resource_type") not in publications.BESIDE_THE_DATA,
        chosen=chosen,
        url=tk.url_for("dataset.read", id=package["name"], resource=resource["id"]),
    )


def visitor() -> Context:
    """Return the context of a read by the present visitor."""
    return Context(user=tk.current_user.name, for_view=True)
