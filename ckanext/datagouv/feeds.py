"""Pages of a feed: which datasets, in which order, under which headers.

The order is that of creation, so that a dataset edited or added while data.gouv.fr crawls moves nothing from one page
to another: an identifier seen on two pages is a failed item, one that slips between two pages is missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import ckan.plugins.toolkit as tk
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF

from ckanext.datagouv import config, rdf
from ckanext.datagouv.addresses import dataset_path, organization_path
from ckanext.datagouv.card import Body, body, dataset_card
from ckanext.datagouv.profile import owner, portal_address, surroundings

# Beyond this, PostgreSQL and Solr refuse to count so far.
LAST_PAGE = 1_000_000
ORDER = "metadata_created asc, id asc"
# Marks of what was harvested: an extra that our harvester of data.gouv.fr writes, a field that ckanext-harvest indexes.
HARVESTED = ("datagouv_dataset_id", "harvest_object_id")


@dataclass(frozen=True)
class Kind:
    """A kind of RDF: its name in rdflib and the header under which udata decodes it rightly."""

    rdflib: str
    content_type: str


KINDS = {
    "xml": Kind("xml", "application/rdf+xml; charset=utf-8"),
    "ttl": Kind("turtle", "text/turtle; charset=utf-8"),
    "jsonld": Kind("json-ld", "application/ld+json; charset=utf-8"),
}


@dataclass(frozen=True)
class Page:
    """One page of datasets: its number from 1, the datasets, and how many there are in all."""

    number: int
    datasets: list[dict[str, Any]]
    count: int
    size: int

    @property
    def last(self) -> int:
        """Number of the last page; 1 for an empty feed."""
        return max(1, -(-self.count // self.size))


def page_number(text: str | None) -> int:
    """Return the page asked for, 1 if none is.

    Raises:
        ValueError: the text is not a whole number from 1 to a million.
    """
    number = int(text) if text else 1
    if not 1 <= number <= LAST_PAGE:
        raise ValueError(f"no such page: {number}")
    return number


@dataclass(frozen=True)
class Feed:
    """What a feed is of: the whole portal, or one organisation."""

    title: str
    description: str
    page: str
    query: str = ""
    publisher: Body | None = None


def portal_feed() -> Feed:
    """Return the feed of the whole portal."""
    title = tk.config["ckan.site_title"]
    return Feed(title, tk.config.get("ckan.site_description") or title, portal_address())


def organization_feed(organization: dict[str, Any]) -> Feed:
    """Return the feed of an organisation, given as `organization_show` gives it.

    Args:
        organization: needs `id`, `name`, `title` and the fields of schemas/organization.yaml.
    """
    base = portal_address()
    publisher = body(organization, base)
    title = publisher.name or organization["name"]
    return Feed(
        title=title,
        description=tk._("Open data published by {name}").format(name=title),
        page=base + organization_path(organization["name"]),
        query=f'+owner_org:"{organization["id"]}"',
        publisher=publisher,
    )


def find_page(feed: Feed, number: int) -> Page:
    """Return a page of the feed's public datasets, without those that were harvested.

    A page past the end is empty rather than an error: datasets may be withdrawn during a crawl, and a page that fails
    makes data.gouv.fr drop the whole job.
    """
    size = config.page_size()
    marks = " ".join(f"-{mark}:[* TO *]" for mark in HARVESTED)
    found = tk.get_action("package_search")(
        {"user": "", "auth_user_obj": None},  # a feed is the same for everyone, whoever is logged in
        {
            "fq": f"+dataset_type:dataset {feed.query} {marks}",
            "sort": ORDER,
            "rows": size,
            "start": size * (number - 1),
            "include_private": False,
            "facet": False,
        },
    )
    return Page(number, found["results"], found["count"], size)


def write_page(feed: Feed, number: int, extension: str) -> str:
    """Return a page of a feed.

    Args:
        feed: what it is of.
        number: of the page, from 1.
        extension: xml, ttl or jsonld; the links to other pages keep it.
    """
    page = find_page(feed, number)
    graph = rdf.new_graph()
    catalogue = _write_catalogue(graph, feed)
    owner_of = cache(owner)
    for package in page.datasets:
        around = surroundings(package, feed.publisher or owner_of(package["owner_org"]))
        node = URIRef(around.base + dataset_path(package["id"]))
        rdf.write_dataset(graph, node, dataset_card(package, around))
        graph.add((catalogue, rdf.DCAT.dataset, node))
    _write_links(graph, f"{feed.page}/catalog.{extension}", page)
    return serialise(graph, extension)


def serialise(graph: Graph, extension: str) -> str:
    """Write a graph; JSON-LD carries its own context, as udata would download a remote one."""
    options = {"auto_compact": True} if extension == "jsonld" else {}
    text: str = graph.serialize(format=KINDS[extension].rdflib, **options)
    return text


def _write_catalogue(graph: Graph, feed: Feed) -> URIRef:
    catalogue = URIRef(f"{feed.page}#catalogue")
    graph.add((catalogue, RDF.type, rdf.DCAT.Catalog))
    graph.add((catalogue, rdf.DCT.title, Literal(feed.title)))
    graph.add((catalogue, rdf.DCT.description, Literal(feed.description)))
    graph.add((catalogue, rdf.FOAF.homepage, URIRef(feed.page)))
    if feed.publisher:
        graph.add((catalogue, rdf.DCT.publisher, rdf.write_body(graph, feed.publisher)))
    return catalogue


def _write_links(graph: Graph, address: str, page: Page) -> None:
    def link(number: int) -> URIRef:
        return URIRef(f"{address}?page={number}")

    view = link(page.number)
    graph.add((view, RDF.type, rdf.HYDRA.PartialCollectionView))
    graph.add((view, rdf.HYDRA.totalItems, Literal(page.count)))
    graph.add((view, rdf.HYDRA.first, link(1)))
    graph.add((view, rdf.HYDRA.last, link(page.last)))
    if page.number > 1:
        graph.add((view, rdf.HYDRA.previous, link(min(page.number - 1, page.last))))
    if page.number < page.last:
        graph.add((view, rdf.HYDRA.next, link(page.number + 1)))
