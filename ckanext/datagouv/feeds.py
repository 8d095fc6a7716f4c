"""Pages of a feed: what it is of, where a page begins, and its links to the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF

from ckanext.datagouv import config, pieces, rdf, selection, store
from ckanext.datagouv.addresses import dataset_path, organization_path, query_value
from ckanext.datagouv.card import Body, body
from ckanext.datagouv.profile import portal_address

# Beyond this, PostgreSQL refuses to count so far.
LAST_PAGE = 1_000_000


@dataclass(frozen=True)
class Start:
    """Where a page begins: after the dataset with an identifier, or at so many pages from the first.

    The links use the first, which costs the same everywhere and which no change moves; the second is for people.
    """

    after: str = ""
    page: int = 1

    @property
    def is_first(self) -> bool:
        """Whether nothing comes before it."""
        return not self.after and self.page == 1


@dataclass(frozen=True)
class Feed:
    """What a feed is of: the whole portal, or one organisation, whose identifier it has."""

    title: str
    description: str
    page: str
    publisher: Body
    organization: str | None = None


def start(arguments: Mapping[str, str]) -> Start:
    """Return where the page asked for begins.

    Args:
        arguments: `after` (an identifier) or `page` (a number from 1); without them, at the beginning.

    Raises:
        ValueError: the page is not a whole number from 1 to a million, or the identifier none that the database holds.
    """
    after, text = arguments.get("after", ""), arguments.get("page", "")
    number = int(text) if text else 1
    if not 1 <= number <= LAST_PAGE or "\0" in after:
        raise ValueError(f"no such page: {number}")
    return Start(after, number)


def portal_feed() -> Feed:
    """Return the feed of the whole portal."""
    title, base = tk.config["ckan.site_title"], portal_address()
    # DCAT-AP wants a publisher; who runs the portal is said by its title alone.
    publisher = Body(iri=f"{base}#publisher", name=title, email=None, website=f"{base}/", siren=None)
    return Feed(title, tk.config.get("ckan.site_description") or title, f"{base}/", publisher)


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
        organization=organization["id"],
        publisher=publisher,
    )


def write_page(feed: Feed, begin: Start, extension: str) -> str:
    """Return a page of a feed.

    A page past the end is empty rather than an error: datasets may be withdrawn during a crawl, and a page that fails
    makes data.gouv.fr drop the whole job.

    Args:
        feed: what it is of.
        begin: where the page begins.
        extension: xml, ttl or jsonld; the links to other pages keep it.
    """
    size = config.page_size()
    skip = size * (begin.page - 1)
    rows = selection.rows(feed.organization, size + 1, after=begin.after, skip=skip, extension=extension)
    more, rows = len(rows) > size, rows[:size]
    found = store.current_pieces(rows, extension)
    graph = rdf.new_graph()
    _write_catalogue(graph, feed, found)
    _write_links(graph, feed, begin, f"{feed.page.rstrip('/')}/catalog.{extension}", rows[-1].id if more else None)
    return pieces.page([pieces.piece(graph, extension), *found.values()], extension)


def _write_catalogue(graph: Graph, feed: Feed, datasets: Mapping[str, str]) -> None:
    catalogue = URIRef(f"{feed.page}#catalogue")
    graph.add((catalogue, RDF.type, rdf.DCAT.Catalog))
    graph.add((catalogue, rdf.DCT.title, Literal(feed.title, lang="fr")))
    graph.add((catalogue, rdf.DCT.description, Literal(feed.description, lang="fr")))
    graph.add((catalogue, rdf.FOAF.homepage, URIRef(feed.page)))
    graph.add((URIRef(feed.page), RDF.type, rdf.FOAF.Document))
    graph.add((catalogue, rdf.DCT.publisher, rdf.write_body(graph, feed.publisher)))
    base = portal_address()
    for identifier in datasets:
        graph.add((catalogue, rdf.DCAT.dataset, URIRef(base + dataset_path(identifier))))


def _write_links(graph: Graph, feed: Feed, begin: Start, address: str, last: str | None) -> None:
    """Say which page this is and which one follows; how many datasets there are is counted on the first page only."""
    view = URIRef(address)
    if begin.after:
        view = URIRef(f"{address}?after={query_value(begin.after)}")
    elif begin.page > 1:
        view = URIRef(f"{address}?page={begin.page}")
    graph.add((view, RDF.type, rdf.HYDRA.PartialCollectionView))
    graph.add((view, rdf.HYDRA.first, URIRef(address)))
    if begin.is_first:
        graph.add((view, rdf.HYDRA.totalItems, Literal(selection.count(feed.organization))))
    if last:
        graph.add((view, rdf.HYDRA.next, URIRef(f"{address}?after={query_value(last)}")))
