"""The 13 faults of ckanext-dcat's defaults, seen from data.gouv.fr, are gone (docs/operator/datagouv.md lists them)."""

from datetime import date

import pytest
from ckan.tests.helpers import call_action
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD, Namespace

SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
EU = "http://publications.europa.eu/resource/authority/"
LINK = {"url": "https://exemple.fr/deliberations.csv", "format": "CSV"}


def only(graph, subject, predicate):
    """Return the one value of a property."""
    [value] = graph.objects(subject, predicate)
    return value


def dataset_node(graph):
    [node] = graph.subjects(RDF.type, DCAT.Dataset)
    return node


def file_node(graph):
    [node] = graph.subjects(RDF.type, DCAT.Distribution)
    return node


@pytest.mark.parametrize(
    ("licence", "address"),
    [
        ("lov2", "https://www.etalab.gouv.fr/licence-ouverte-open-licence"),
        ("odc-odbl", "https://opendatacommons.org/licenses/odbl/summary/"),
    ],
)
def test_1_the_dataset_has_the_licence_that_data_gouv_fr_knows(publish, read_feed, licence, address):
    publish(license_id=licence, resources=[LINK])
    graph = read_feed()
    assert only(graph, dataset_node(graph), DCTERMS.license) == URIRef(address)
    # udata reads a licence's label instead of its address, if it has one.
    assert list(graph.predicates(URIRef(address), None)) == [RDF.type]


def test_2_checksum_is_plain_text_with_its_algorithm(publish, read_feed):
    publish(resources=[{**LINK, "hash": "ab" * 32, "hash_algorithm": "sha-256"}])
    graph = read_feed()
    checksum = only(graph, file_node(graph), SPDX.checksum)
    assert only(graph, checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
    assert only(graph, checksum, SPDX.checksumValue) == Literal("ab" * 32)


def test_2_checksum_without_algorithm_is_read_from_its_length_or_left_out(publish, read_feed):
    publish(resources=[{**LINK, "hash": "ab" * 64}])
    assert not list(read_feed().objects(None, SPDX.checksum))


def test_3_file_changes_only_when_its_bytes_do(publish, read_feed, sysadmin):
    package = publish(resources=[{**LINK, "last_modified": "2025-03-02T09:30:00.5"}])
    context = {"user": sysadmin, "ignore_auth": True}
    call_action("resource_patch", context, id=package["resources"][0]["id"], description="Autre")
    graph = read_feed()
    moment = Literal("2025-03-02T09:30:00Z", datatype=XSD.dateTime)
    assert only(graph, file_node(graph), DCTERMS.modified) == moment
    assert only(graph, dataset_node(graph), DCTERMS.modified) == moment


@pytest.mark.parametrize("extension", ["xml", "ttl", "jsonld"])
def test_4_accents_survive_and_charset_is_said(app, publish, town, read_feed, extension):
    publish()
    answer = app.get(f"/organization/{town['name']}/catalog.{extension}")
    assert answer.headers["Content-Type"].endswith("; charset=utf-8")
    graph = read_feed(extension)
    assert str(only(graph, dataset_node(graph), DCTERMS.title)) == "Délibérations de Châteaudun"


def test_5_upload_has_a_download_address_without_the_file_name(deposit, read_feed):
    package = deposit()
    graph = read_feed()
    address = str(only(graph, file_node(graph), DCAT.downloadURL))
    assert address.endswith(f"/dataset/{package['id']}/resource/{package['resources'][0]['id']}/fichier.csv")
    assert only(graph, file_node(graph), DCAT.accessURL)


def test_6_theme_is_labelled(publish, read_feed):
    publish()
    graph = read_feed()
    theme = only(graph, dataset_node(graph), DCAT.theme)
    assert only(graph, theme, SKOS.prefLabel) == Literal("Gouvernement et secteur public", lang="fr")


def test_7_high_value_dataset_is_a_theme_and_a_keyword(publish, read_feed):
    category = "http://data.europa.eu/bna/c_e1da4e07"
    publish(hvd_category=category)
    graph = read_feed()
    assert (dataset_node(graph), DCAT.theme, URIRef(category)) in graph
    assert {"hvd", "Statistiques"} <= {str(word) for word in graph.objects(None, DCAT.keyword)}


def test_8_schema_is_its_exact_address(deposit, read_feed):
    package = deposit()
    graph = read_feed()
    assert only(graph, file_node(graph), DCTERMS.conformsTo) == URIRef(package["resources"][0]["schema"])


def test_9_territory_is_an_insee_place_and_a_keyword(publish, read_feed):
    publish()
    graph = read_feed()
    place = only(graph, dataset_node(graph), DCTERMS.spatial)
    assert place == URIRef("http://id.insee.fr/geo/commune/28088")
    assert only(graph, place, SKOS.prefLabel) == Literal("Châteaudun", lang="fr")
    assert Literal("Châteaudun", lang="fr") in set(graph.objects(None, DCAT.keyword))


def test_10_period_is_whole_days_in_a_blank_node(publish, read_feed):
    publish(temporal_start="2025-01-01", temporal_end="2025-12-31")
    graph = read_feed()
    period = only(graph, dataset_node(graph), DCTERMS.temporal)
    assert isinstance(period, BNode)
    assert only(graph, period, DCAT.startDate).toPython() == date(2025, 1, 1)
    assert only(graph, period, DCAT.endDate).toPython() == date(2025, 12, 31)


def test_11_contact_without_email_is_reached_at_its_organisation(publish, read_feed):
    publish(contact_email="")
    graph = read_feed()
    contact = only(graph, dataset_node(graph), DCAT.contactPoint)
    assert only(graph, contact, VCARD.fn) == Literal("Service des assemblées")
    assert only(graph, contact, VCARD.hasEmail) == URIRef("mailto:mairie@chateaudun.exemple.fr")


def test_12_identifier_is_ckan_s_and_the_page_is_the_portal_s(publish, read_feed):
    package = publish(url="https://exemple.fr/", extras=[{"key": "guid", "value": "https://exemple.fr/autre"}])
    graph = read_feed()
    assert only(graph, dataset_node(graph), DCTERMS.identifier) == Literal(package["id"])
    page = URIRef(f"http://test.ckan.net/dataset/{package['name']}")
    assert only(graph, dataset_node(graph), DCAT.landingPage) == page


def test_13_documentation_is_a_part_of_the_dataset(publish, read_feed):
    notice = {
        "url": "https://exemple.fr/notice.pdf",
        "format": "PDF",
        "resource_type": "documentation",
        "name": "Notice",
    }
    publish(resources=[LINK, notice])
    graph = read_feed()
    part = only(graph, dataset_node(graph), DCTERMS.hasPart)
    assert part == URIRef("https://exemple.fr/notice.pdf")
    assert (part, RDF.type, FOAF.Document) in graph
    assert only(graph, part, DCTERMS.format) == URIRef(EU + "file-type/PDF")


@pytest.mark.parametrize("path", ["catalog.xml", "dataset/{name}.xml"])
def test_pages_of_ckanext_dcat_use_the_profile(app, publish, path):
    package = publish()
    text = app.get("/" + path.format(name=package["name"])).get_data(as_text=True)
    assert f"<dct:identifier>{package['id']}</dct:identifier>" in text
    assert "https://www.etalab.gouv.fr/licence-ouverte-open-licence" in text
