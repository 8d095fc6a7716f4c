"""Writing a card as RDF (DCAT-AP 3, DCAT-AP HVD), in the forms that udata reads."""

from __future__ import annotations

from datetime import date, datetime, timezone

from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF, SKOS, XSD

from ckanext.datagouv import vocabularies as voc
from ckanext.datagouv.card import Body, Contact, DatasetCard, Place
from ckanext.datagouv.distribution import Checksum, Distribution

DCT = Namespace("http://purl.org/dc/terms/")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")

PREFIXES = {
    "dct": DCT,
    "dcat": DCAT,
    "dcatap": DCATAP,
    "eli": ELI,
    "foaf": FOAF,
    "hydra": HYDRA,
    "rdf": RDF,
    "skos": SKOS,
    "spdx": SPDX,
    "vcard": VCARD,
    "xsd": XSD,
}


def new_graph() -> Graph:
    """Return an empty graph that knows our prefixes only."""
    graph = Graph(bind_namespaces="none")
    bind_prefixes(graph)
    return graph


def bind_prefixes(graph: Graph) -> None:
    """Make a graph write our terms with their usual prefixes."""
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)


def write_dataset(graph: Graph, node: URIRef, card: DatasetCard) -> None:
    """Add a dataset, and all that it refers to, since udata reads each page of a feed alone."""
    put = _Writer(graph, node, DCAT.Dataset)
    put(DCT.identifier, _text(card.identifier))
    put(DCT.title, _french(card.title))
    put(DCT.description, _french(card.description))
    put.ref(DCAT.landingPage, card.landing_page, FOAF.Document)
    put(DCT.issued, _moment(card.issued))
    put(DCT.modified, _moment(card.modified))
    put.ref(DCT.accrualPeriodicity, card.frequency, DCT.Frequency)
    put.ref(DCT.license, card.licence, DCT.LicenseDocument)
    for keyword in card.keywords:
        put(DCAT.keyword, _french(keyword))
    _write_themes(put, card)
    _write_period(put, card.start, card.end)
    if card.place:
        _write_place(put, card.place)
    contact = _write_contact(graph, card.contact) if card.contact else None
    put(DCAT.contactPoint, contact)
    if card.publisher:
        put(DCT.publisher, write_body(graph, card.publisher))
    for file in card.distributions:
        _write_distribution(put, file, card, contact)


def write_body(graph: Graph, body: Body) -> URIRef:
    """Add an organisation and return its node."""
    node = URIRef(body.iri)
    put = _Writer(graph, node, FOAF.Organization)
    put.type(FOAF.Agent)
    put(FOAF.name, _text(body.name))
    put(FOAF.mbox, _mailto(body.email))
    put.ref(FOAF.homepage, body.website, FOAF.Document)
    put(DCT.identifier, _text(body.siren))
    return node


class _Writer:
    """Adds triples about one node, and passes over values that are None."""

    def __init__(self, graph: Graph, node: URIRef | BNode, kind: URIRef) -> None:
        self.graph, self.node = graph, node
        self.type(kind)

    def type(self, kind: URIRef) -> None:
        self.graph.add((self.node, RDF.type, kind))

    def __call__(self, predicate: URIRef, value: URIRef | BNode | Literal | None) -> None:
        if value is not None:
            self.graph.add((self.node, predicate, value))

    def ref(self, predicate: URIRef, address: str | None, kind: URIRef) -> None:
        """Refer to something that others describe; its kind is said, as DCAT-AP's shapes look for it in the page."""
        if address:
            self(predicate, _Writer(self.graph, URIRef(address), kind).node)


def _write_themes(put: _Writer, card: DatasetCard) -> None:
    labels = dict(card.themes)
    if card.hvd_category:
        labels[card.hvd_category] = voc.HVD_CATEGORIES[card.hvd_category]
        _write_hvd(put, card.hvd_category)
    for iri, label in labels.items():
        theme = _Writer(put.graph, URIRef(iri), SKOS.Concept)
        theme(SKOS.prefLabel, _french(label))
        put(DCAT.theme, theme.node)


def _write_hvd(put: _Writer, category: str) -> None:
    """Say that a dataset or a service falls under the regulation (DCAT-AP HVD 3)."""
    put(DCATAP.hvdCategory, URIRef(category))
    put.graph.add((URIRef(category), SKOS.inScheme, URIRef(voc.HVD_SCHEME)))
    put.ref(DCATAP.applicableLegislation, voc.HVD_REGULATION, ELI.LegalResource)


def _write_period(put: _Writer, start: date | None, end: date | None) -> None:
    # A blank node: udata downloads a period that has an address, and loses it.
    if start or end:
        period = _Writer(put.graph, BNode(), DCT.PeriodOfTime)
        period(DCAT.startDate, Literal(start) if start else None)
        period(DCAT.endDate, Literal(end) if end else None)
        put(DCT.temporal, period.node)


def _write_place(put: _Writer, place: Place) -> None:
    location = _Writer(put.graph, URIRef(place.iri) if place.iri else BNode(), DCT.Location)
    location(SKOS.prefLabel, _french(place.label))
    location(DCT.identifier, _text(place.code))
    put(DCT.spatial, location.node)


def _write_contact(graph: Graph, contact: Contact) -> URIRef | BNode:
    card = _Writer(graph, BNode(), VCARD.Organization)
    card.type(VCARD.Kind)
    card(VCARD.fn, _text(contact.name))
    card(VCARD.hasEmail, _mailto(contact.email))
    card(VCARD.hasURL, _iri(contact.page))
    return card.node


def _write_distribution(
    dataset: _Writer, file: Distribution, card: DatasetCard, contact: URIRef | BNode | None
) -> None:
    """Add a file to its dataset: documents as parts (the only way in which udata keeps them apart from data)."""
    graph = dataset.graph
    if file.kind == "documentation":
        put = _Writer(graph, URIRef(file.url), FOAF.Document)
        dataset(DCT.hasPart, put.node)
        dataset(FOAF.page, put.node)
    else:
        put = _Writer(graph, URIRef(file.page), DCAT.Distribution)
        dataset(DCAT.distribution, put.node)
        put(DCAT.downloadURL if file.kind == "file" else DCAT.accessURL, URIRef(file.url))
        put(DCAT.accessURL, URIRef(file.page) if file.kind == "file" else None)
        put.ref(DCT.license, card.licence, DCT.LicenseDocument)
        put.ref(DCATAP.applicableLegislation, voc.HVD_REGULATION if card.hvd_category else None, ELI.LegalResource)
    if file.kind == "api":
        _write_service(put, file, card, contact).ref(DCAT.servesDataset, str(dataset.node), DCAT.Dataset)
    put(DCT.identifier, _text(file.identifier))
    put(DCT.title, _french(file.title))
    put(DCT.description, _french(file.description))
    _write_content(put, file)
    put(DCT.issued, _moment(file.issued))
    put(DCT.modified, _moment(file.modified))


def _write_service(put: _Writer, file: Distribution, card: DatasetCard, contact: URIRef | BNode | None) -> _Writer:
    service = _Writer(put.graph, BNode(), DCAT.DataService)
    service(DCT.title, _french(file.title))
    service(DCAT.endpointURL, URIRef(file.url))
    service.ref(FOAF.page, file.page, FOAF.Document)
    service(DCAT.contactPoint, contact)
    service.ref(DCT.license, card.licence, DCT.LicenseDocument)
    if card.hvd_category:
        _write_hvd(service, card.hvd_category)
    put(DCAT.accessService, service.node)
    return service


def _write_content(put: _Writer, file: Distribution) -> None:
    if (file.format or "").startswith(voc.FILE_TYPE):
        put.ref(DCT["format"], file.format, DCT.MediaTypeOrExtent)
    else:
        put(DCT["format"], _text(file.format))
    put.ref(DCAT.mediaType, file.media_type, DCT.MediaType)
    put(DCAT.byteSize, None if file.size is None else Literal(str(file.size), datatype=XSD.nonNegativeInteger))
    put.ref(DCT.conformsTo, file.schema, DCT.Standard)
    if file.checksum:
        _write_checksum(put, file.checksum)


def _write_checksum(put: _Writer, checksum: Checksum) -> None:
    # Plain text, though SPDX types it hexBinary: udata turns the latter into bytes and fails the dataset.
    node = _Writer(put.graph, BNode(), SPDX.Checksum)
    node.ref(SPDX.algorithm, str(SPDX[f"checksumAlgorithm_{checksum.algorithm}"]), SPDX.ChecksumAlgorithm)
    node(SPDX.checksumValue, _text(checksum.value))
    put(SPDX.checksum, node.node)


def _text(value: str | None) -> Literal | None:
    return Literal(value) if value else None


def _french(value: str | None) -> Literal | None:
    return Literal(value, lang="fr") if value else None


def _iri(value: str | None) -> URIRef | None:
    return URIRef(value) if value else None


def _mailto(address: str | None) -> URIRef | None:
    return URIRef(f"mailto:{address}") if address else None


def _moment(value: datetime | None) -> Literal | None:
    # Written as Z: udata drops an offset without converting it, so that UTC alone is read as meant.
    text = value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ") if value else None
    return Literal(text, datatype=XSD.dateTime, normalize=False) if text else None
