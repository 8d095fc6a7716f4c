"""Reading a graph as udata does: one value of several, markup, moments, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any

from dateutil.parser import ParserError, parse
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDFS
from rdflib.term import Node

from ckanext.datagouv.addresses import public_url
from ckanext.datagouv.rdf import DCT

LANGUAGE = "fr"


class Described:
    """A node of a graph, with its values."""

    def __init__(self, graph: Graph, node: Node) -> None:
        self.graph, self.node = graph, node

    def one(self, predicate: URIRef) -> Node | None:
        """Return the value in French, else any; an empty one counts as none."""
        values = list(self.graph.objects(self.node, predicate))
        french = (each for each in values if isinstance(each, Literal) and each.language == LANGUAGE)
        chosen = next(french, values[0] if values else None)
        return chosen if chosen else None

    def all(self, predicate: URIRef) -> list[Node]:
        """Return every value."""
        return list(self.graph.objects(self.node, predicate))

    def text(self, predicate: URIRef) -> str | None:
        """Return the value as a text, an address for a node."""
        value = self.one(predicate)
        return None if value is None else str(value)

    def words(self, predicate: URIRef) -> list[str]:
        """Return every value as words: for a node, its label or description if the page has one."""
        return [text for node in self.all(predicate) if (text := self._words(node))]

    def _words(self, node: Node) -> str:
        if isinstance(node, Literal):
            return str(node)
        inner = Described(self.graph, node)
        return inner.text(RDFS.label) or inner.text(DCT.description) or str(node)

    def label(self, predicate: URIRef) -> str | None:
        """Return the one value as words."""
        node = self.one(predicate)
        return None if node is None else self._words_of_label(node)

    def _words_of_label(self, node: Node) -> str:
        return str(node) if isinstance(node, Literal) else Described(self.graph, node).text(RDFS.label) or str(node)

    def following(self, predicate: URIRef) -> Iterator[Described]:
        """Yield the nodes that it leads to."""
        return (Described(self.graph, node) for node in self.all(predicate) if not isinstance(node, Literal))


def moment(node: Node | None) -> datetime | None:
    """Return a date as udata stores it: an offset is dropped, not converted.

    Raises:
        ValueError: it is no date.
    """
    if node is None:
        return None
    value: Any = node.toPython() if isinstance(node, Literal) else str(node)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001  # as udata stores it
    try:
        read: datetime = parse(str(value))
        return read.replace(tzinfo=None)
    except (ParserError, OverflowError) as error:
        raise ValueError(f"no date: {value}") from error


def is_whole(node: Node) -> bool:
    """Tell whether a date has its day: udata gives the others today's."""
    return bool(re.match(r"\s*-?\d{4}-?\d{2}-?\d{2}", str(node)))


def is_reachable(address: str | None) -> bool:
    """Tell whether udata lets an address in: no space, a known domain, no private host."""
    return bool(address) and not re.search(r"\s", str(address).strip()) and public_url(address) is not None


def has_markup(text: str) -> bool:
    """Tell whether udata takes a text for HTML, which one tag, or an address between angle brackets, is enough for."""
    detector = _Detector()
    detector.feed(text)
    return detector.found


class _Detector(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.found = True

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self.found = True
