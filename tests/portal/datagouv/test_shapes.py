"""The feeds hold to DCAT-AP 3 and DCAT-AP HVD 3, as our own shapes say them (test-data/datagouv/shapes)."""

from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF

SHAPES = Path(__file__).parents[3] / "test-data" / "datagouv" / "shapes"
NAMES = ["dcat-ap-3", "dcat-ap-hvd-3"]
HVD = "http://data.europa.eu/bna/c_e1da4e07"


def faults(graph, name):
    """Return what the shapes find wrong, empty if nothing."""
    holds, _graph, text = pyshacl.validate(graph, shacl_graph=Graph().parse(SHAPES / f"{name}.ttl"))
    return "" if holds else text


@pytest.fixture
def whole(deposit, publish):
    """Publish all that a feed can say: a file, a link, a service, a document, a high-value dataset, a bare one."""
    link = {"url": "https://exemple.fr/a.csv", "format": "CSV", "size": 12, "hash": "ab" * 32, "description": "Données"}
    service = {"url": "https://exemple.fr/api", "resource_type": "api", "name": "Service", "format": "un format"}
    notice = {"url": "https://exemple.fr/notice.pdf", "resource_type": "documentation", "name": "Notice"}
    deposit()
    publish(hvd_category=HVD, resources=[link, service, notice])
    publish(contact_email="", theme="", frequency="", temporal_end="", spatial_zone="")


@pytest.mark.parametrize("extension", ["xml", "ttl", "jsonld"])
def test_feed_of_an_organisation_holds(whole, read_feed, extension):
    graph = read_feed(extension)
    assert [faults(graph, name) for name in NAMES] == ["", ""]


def test_feed_of_the_portal_holds(whole, app):
    graph = Graph().parse(data=app.get("/catalog.ttl").get_data(as_text=True), format="turtle")
    assert list(graph.subjects(RDF.type, DCAT.Dataset))
    assert [faults(graph, name) for name in NAMES] == ["", ""]


def test_shapes_find_what_is_missing(whole, read_feed):
    graph = read_feed()
    assert "description" not in faults(graph, "dcat-ap-3")
    graph.remove((None, DCTERMS.description, None))
    graph.add((next(graph.subjects(RDF.type, DCAT.Distribution)), DCAT.byteSize, Literal("12 Ko")))
    said = faults(graph, "dcat-ap-3")
    assert "dcterms:description" in said or "dct:description" in said
    assert "byteSize" in said
    graph.remove((None, URIRef("http://data.europa.eu/r5r/applicableLegislation"), None))
    assert faults(graph, "dcat-ap-hvd-3")
