"""Pages made of pieces: a dataset is serialised once, a page is its pieces side by side under one list of prefixes.

A piece is what rdflib writes for a small graph, without its head and foot. Blank nodes have names that are unique in
the world (rdflib draws them at random), so that pieces made on different days can stand on one page. A node that
several pieces describe (the publisher, a theme) is described several times, which says the same once read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from rdflib import Graph

from ckanext.datagouv.rdf import PREFIXES


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
NAMES = {name: str(namespace) for name, namespace in PREFIXES.items()}


def piece(graph: Graph, extension: str) -> str:
    """Return a graph as a piece of a page.

    Args:
        graph: made by `ckanext.datagouv.rdf.new_graph`, so that its prefixes are those of the pages.
        extension: xml, ttl or jsonld.
    """
    # JSON-LD with its context inside: udata would download a remote one.
    options = {"context": NAMES, "indent": None} if extension == "jsonld" else {}
    text: str = graph.serialize(format=KINDS[extension].rdflib, **options)
    return _CUT[extension](text)


def page(pieces: Iterable[str], extension: str) -> str:
    """Return a whole document from its pieces."""
    return _JOINED[extension](pieces)


def _cut_xml(text: str) -> str:
    head = text.index("<rdf:RDF")
    return text[text.index(">", head) + 1 : text.rindex("</rdf:RDF>")].strip("\n")


def _cut_turtle(text: str) -> str:
    lines = text.splitlines()
    return "\n".join(line for line in lines[_head(lines) :]).strip()


def _head(lines: list[str]) -> int:
    """Return how many lines of prefixes come first; further down, such a line may be part of a description."""
    return next((number for number, line in enumerate(lines) if not line.startswith("@prefix")), len(lines))


def _cut_json(text: str) -> str:
    found = json.loads(text)
    nodes = found.get("@graph") if isinstance(found, dict) else found
    if nodes is None:
        nodes = [{key: value for key, value in found.items() if key != "@context"}]
    return ",\n".join(json.dumps(node, ensure_ascii=False) for node in nodes)


def _join_xml(pieces: Iterable[str]) -> str:
    declared = "".join(f"\n  xmlns:{name}={quoteattr(address)}" for name, address in NAMES.items())
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', f"<rdf:RDF{declared}>", *pieces, "</rdf:RDF>", ""])


def _join_turtle(pieces: Iterable[str]) -> str:
    declared = "\n".join(f"@prefix {name}: <{address}> ." for name, address in NAMES.items())
    return "\n\n".join([declared, *pieces]) + "\n"


def _join_json(pieces: Iterable[str]) -> str:
    nodes = ",\n".join(filter(None, pieces))
    return f'{{"@context": {json.dumps(NAMES)},\n"@graph": [\n{nodes}\n]}}\n'


_CUT = {"xml": _cut_xml, "ttl": _cut_turtle, "jsonld": _cut_json}
_JOINED = {"xml": _join_xml, "ttl": _join_turtle, "jsonld": _join_json}
