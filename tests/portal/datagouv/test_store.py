"""What is kept of a dataset is never served when it is no longer true, and says what the profile says."""

from datetime import datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests.helpers import call_action
from ckanext.dcat.processors import RDFSerializer
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, RDF

from ckanext.datagouv import rdf, store
from ckanext.datagouv.cli import datagouv
from ckanext.datagouv.model import FeedEntry

LINK = {"url": "https://exemple.fr/deliberations.csv", "format": "CSV"}
EXTENSIONS = ["xml", "ttl", "jsonld"]


@pytest.fixture
def as_operator(sysadmin):
    """Call an action as the operator."""
    return lambda action, **data: call_action(action, {"user": sysadmin, "ignore_auth": True}, **data)


@pytest.fixture
def made(monkeypatch):
    """Return the identifiers of the datasets that are serialised, as they are."""
    found, serialise = [], store.serialise

    def watched(package, publisher):
        found.append(package["id"])
        return serialise(package, publisher)

    monkeypatch.setattr(store, "serialise", watched)
    return found


def about_datasets(graph):
    """Return a page without the nodes that belong to the page itself."""
    catalogue = next(graph.subjects(RDF.type, DCAT.Catalog))
    view = next(graph.subjects(RDF.type, rdf.HYDRA.PartialCollectionView))
    page = graph.value(catalogue, rdf.FOAF.homepage)
    rest = Graph()
    for triple in graph:
        if triple[0] not in (catalogue, view, page):
            rest.add(triple)
    return rest


def title_of(graph, package):
    node = URIRef(f"http://test.ckan.net/dataset/{package['id']}")
    return str(graph.value(node, DCTERMS.title))


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_pages_say_what_the_profile_says(deposit, publish, read_feed, extension):
    notice = {"url": "https://exemple.fr/notice.pdf", "resource_type": "documentation", "name": "Notice"}
    service = {"url": "https://exemple.fr/api", "resource_type": "api", "name": "Service"}
    hvd = {"hvd_category": "http://data.europa.eu/bna/c_e1da4e07"}
    packages = [deposit(), publish(resources=[LINK, notice, service], **hvd), publish(contact_email="", theme="")]
    expected = Graph()
    for package in packages:
        serializer = RDFSerializer(profiles=["socle_datagouv"])
        serializer.graph_from_dataset(call_action("package_show", id=package["id"]))
        expected.parse(data=serializer.g.serialize(format="nt"), format="nt")  # read as pages are: «Z» is «+00:00»
    for _cold_then_warm in range(2):
        assert isomorphic(about_datasets(read_feed(extension)), expected)


def test_page_is_served_from_what_was_kept(publish, read_feed, made):
    package = publish()
    pages = [read_feed(), read_feed(), read_feed("ttl"), read_feed("jsonld")]
    assert made == [package["id"]]
    assert all(isomorphic(page, pages[0]) for page in pages[1:2])


def test_edited_dataset_is_made_anew_alone(publish, read_feed, as_operator, made):
    package, _other = publish(), publish()
    read_feed()
    made.clear()
    as_operator("package_patch", id=package["id"], title="Autre titre")
    assert title_of(read_feed(), package) == "Autre titre"
    assert made == [package["id"]]


def test_replaced_file_is_seen(deposit, read_feed, as_operator, upload):
    package = deposit()
    read_feed()
    after = as_operator(
        "resource_patch", id=package["resources"][0]["id"], upload=upload("deliberations-corrigees.csv")
    )
    spdx = "http://spdx.org/rdf/terms#checksumValue"
    assert list(read_feed().objects(None, URIRef(spdx))) == [Literal(after["hash"])]


def test_file_taken_away_is_not_said_any_more(publish, read_feed, as_operator):
    other = {**LINK, "url": "https://exemple.fr/budget.csv"}
    package = publish(resources=[LINK, other])
    addresses = {str(each) for each in read_feed("ttl").objects(None, DCAT.downloadURL)}
    assert addresses == {LINK["url"], other["url"]}
    as_operator("resource_delete", id=package["resources"][1]["id"])
    assert {str(each) for each in read_feed("ttl").objects(None, DCAT.downloadURL)} == {LINK["url"]}


def test_another_contact_of_the_organisation_is_seen(publish, read_feed, as_operator, town):
    publish(contact_email="")
    read_feed()
    as_operator("organization_patch", id=town["id"], official_email="accueil@chateaudun.exemple.fr", title="Ville")
    graph = read_feed()
    vcard = "http://www.w3.org/2006/vcard/ns#hasEmail"
    assert list(graph.objects(None, URIRef(vcard))) == [URIRef("mailto:accueil@chateaudun.exemple.fr")]
    assert list(graph.objects(None, rdf.FOAF.name)) == [Literal("Ville")]


def test_dataset_given_to_another_organisation_leaves(publish, read_feed, as_operator, sysadmin):
    other = as_operator("organization_create", name="autre-commune", title="Autre commune")
    package = publish()
    read_feed()
    as_operator("package_patch", id=package["id"], owner_org=other["id"])
    assert not list(read_feed().subjects(RDF.type, DCAT.Dataset))
    assert title_of(read_feed(organization="autre-commune"), package) == package["title"]


@pytest.mark.parametrize(
    ("action", "change"),
    [("package_patch", {"private": True}), ("package_patch", {"state": "draft"}), ("package_delete", {})],
)
def test_dataset_that_is_no_longer_public_leaves(publish, read_feed, as_operator, action, change):
    package = publish()
    read_feed()
    as_operator(action, id=package["id"], **change)
    assert not list(read_feed().subjects(RDF.type, DCAT.Dataset))
    store.refresh()
    assert not model.Session.query(FeedEntry).filter_by(package_id=package["id"]).count()


def test_dataset_hidden_while_its_page_is_written_is_not_served(publish, read_feed, as_operator, monkeypatch):
    package = publish()
    read_feed()
    show = store._stamps

    def hide_first(rows):
        as_operator("package_patch", id=package["id"], private=True)
        return {key: ("another", body) for key, (_stamp, body) in show(rows).items()}

    monkeypatch.setattr(store, "_stamps", hide_first)
    assert not list(read_feed().subjects(RDF.type, DCAT.Dataset))


def test_file_kept_from_the_public_leaves_and_returns(deposit, read_feed, as_operator):
    package = deposit()
    [kept] = package["resources"]
    as_operator("resource_create", package_id=package["id"], **LINK)
    files = {f"http://test.ckan.net/dataset/{package['id']}/resource/{kept['id']}/fichier.csv", LINK["url"]}
    assert {str(url) for url in read_feed().objects(None, DCAT.downloadURL)} == files
    hold(kept["id"], "undecided")
    assert {str(url) for url in read_feed().objects(None, DCAT.downloadURL)} == {LINK["url"]}
    hold(kept["id"], "")
    assert {str(url) for url in read_feed().objects(None, DCAT.downloadURL)} == files


def hold(resource_id, why):
    """Have the room of validation keep a file from the public, which changes nothing of its dataset."""
    written = sa.text("UPDATE file_state SET held = :why WHERE resource_id = :id")
    with model.meta.engine.begin() as connection:
        assert connection.execute(written, {"why": why, "id": resource_id}).rowcount == 1


def test_another_address_of_the_portal_is_seen(publish, read_feed, ckan_config, monkeypatch):
    publish()
    read_feed()
    monkeypatch.setitem(ckan_config, "ckan.site_url", "https://donnees.exemple.fr")
    [node] = read_feed().subjects(RDF.type, DCAT.Dataset)
    assert str(node).startswith("https://donnees.exemple.fr/dataset/")


def test_another_version_of_the_code_is_seen(publish, read_feed, made, monkeypatch):
    publish()
    read_feed()
    monkeypatch.setattr(store, "_code", lambda: "another")
    read_feed()
    assert len(made) == 2


def test_date_in_the_future_is_said_when_it_has_come(publish, read_feed):
    soon = datetime.now(timezone.utc) + timedelta(days=1)
    package = publish(resources=[{**LINK, "last_modified": soon.replace(tzinfo=None).isoformat()}])
    read_feed()
    entry = model.Session.query(FeedEntry).filter_by(package_id=package["id"]).one()
    assert entry.expires == soon.replace(tzinfo=None)
    with model.meta.engine.begin() as connection:
        passed = sa.text("UPDATE datagouv_feed_entry SET expires = '2020-01-01', xml = '' WHERE package_id = :id")
        connection.execute(passed, {"id": package["id"]})
    model.Session.rollback()
    assert title_of(read_feed(), package) == package["title"]


def test_the_scheduler_makes_ready_what_has_changed(publish, read_feed, as_operator, made):
    package, other = publish(), publish()
    store.refresh()
    assert set(made) >= {package["id"], other["id"]}
    made.clear()
    as_operator("package_patch", id=package["id"], title="Autre titre")
    assert store.refresh() == 1
    made.clear()
    assert title_of(read_feed(), package) == "Autre titre"
    assert made == []


def test_everything_is_made_anew_on_demand(publish, cli, made):
    package = publish()
    answer = cli.invoke(datagouv, ["feeds", "rebuild"])
    again = cli.invoke(datagouv, ["feeds", "rebuild", "--changed"])
    assert "made ready" in answer.output
    assert made.count(package["id"]) == 1
    assert again.output == "0 datasets made ready.\n"


def test_page_costs_the_same_queries_whatever_it_holds(publish, read_feed, queries):
    publish()
    read_feed()
    with queries() as few:
        read_feed()
    for _ in range(5):
        publish()
    read_feed()
    with queries() as many:
        read_feed()
    assert len(many) == len(few)


@pytest.fixture
def queries():
    """Count the statements sent to the database: `with queries() as sent: …`."""
    from contextlib import contextmanager

    @contextmanager
    def counting():
        sent = []

        def note(_connection, _cursor, statement, *_rest):
            sent.append(statement)

        sa.event.listen(model.meta.engine, "before_cursor_execute", note)
        yield sent
        sa.event.remove(model.meta.engine, "before_cursor_execute", note)

    return counting
