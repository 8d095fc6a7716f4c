from itertools import chain

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF, Namespace

from ckanext.datagouv.config import page_size

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
XML = "application/rdf+xml; charset=utf-8"


def identifiers(graph):
    return [str(graph.value(node, DCTERMS.identifier)) for node in graph.subjects(RDF.type, DCAT.Dataset)]


def crawl(read_feed, name):
    """Follow the pages as udata does; return the identifiers of each page."""
    found, query = [], ""
    while query is not None:
        graph = read_feed(query=query)
        found.append(identifiers(graph))
        following = list(graph.objects(None, HYDRA.next))
        prefix = f"http://test.ckan.net/organization/{name}/catalog.xml"
        assert all(str(link).startswith(prefix) for link in following)
        query = str(following[0]).removeprefix(prefix) if following else None
    return found


def following(graph):
    """Return the query of the next page."""
    [link] = graph.objects(None, HYDRA.next)
    return "?" + str(link).partition("?")[2]


@pytest.fixture
def page_of(ckan_config, monkeypatch):
    return lambda size: monkeypatch.setitem(ckan_config, "ckanext.dcat.datasets_per_page", size)


def test_every_dataset_is_on_one_page(publish, read_feed, town, page_of):
    page_of(2)
    published = [publish()["id"] for _ in range(5)]
    pages = crawl(read_feed, town["name"])
    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(chain.from_iterable(pages)) == sorted(published)


def test_datasets_edited_added_or_withdrawn_during_the_crawl_move_nothing(publish, read_feed, sysadmin, page_of):
    page_of(2)
    published = sorted(publish()["id"] for _ in range(6))
    context = {"user": sysadmin, "ignore_auth": True}
    first = read_feed()
    call_action("package_patch", context, id=published[5], title="Autre titre")
    call_action("package_delete", context, id=published[0])
    call_action("package_patch", context, id=published[1], private=True)
    second = read_feed(query=following(first))
    call_action("package_delete", context, id=published[3])
    third = read_feed(query=following(second))
    pages = [sorted(identifiers(page)) for page in (first, second, third)]
    assert pages == [published[:2], published[2:4], published[4:]]
    assert not list(third.objects(None, HYDRA.next))


def test_dataset_added_during_the_crawl_doubles_nothing(publish, read_feed, town, page_of):
    page_of(2)
    published = [publish()["id"] for _ in range(3)]
    first = read_feed()
    new = publish()["id"]
    seen = identifiers(first) + identifiers(read_feed(query=following(first)))
    assert len(seen) == len(set(seen))
    assert set(published) <= set(seen) | {new}


def test_a_page_has_one_hundred_datasets_at_most(with_plugins, page_of):
    page_of(5000)
    assert page_size() == 100


def test_private_and_draft_datasets_stay_out(publish, read_feed):
    public = publish()["id"]
    publish(private=True)
    publish(state="draft")
    assert identifiers(read_feed()) == [public]


def test_deleted_datasets_stay_out(publish, read_feed, sysadmin):
    package = publish()
    call_action("package_delete", {"user": sysadmin, "ignore_auth": True}, id=package["id"])
    assert identifiers(read_feed()) == []


def test_datasets_of_other_organisations_stay_out(publish, read_feed, sysadmin):
    other = factories.Organization(user={"name": sysadmin})
    publish(owner_org=other["id"])
    mine = publish()["id"]
    assert identifiers(read_feed()) == [mine]
    assert len(identifiers(read_feed(organization=other["name"]))) == 1


@pytest.mark.parametrize("mark", ["datagouv_dataset_id", "harvest_object_id"])
def test_harvested_datasets_stay_out(publish, read_feed, mark):
    publish(extras=[{"key": mark, "value": "5f8d"}])
    mine = publish()["id"]
    assert identifiers(read_feed()) == [mine]


@pytest.mark.parametrize("extension", ["xml", "ttl", "jsonld"])
def test_head_answers_like_get_and_without_redirect(app, publish, town, extension):
    publish()
    path = f"/organization/{town['name']}/catalog.{extension}"
    got = app.get(path, follow_redirects=False)
    head = app.test_client().head(path)
    assert (got.status_code, head.status_code) == (200, 200)
    assert head.headers["Content-Type"] == got.headers["Content-Type"]
    assert head.get_data() == b""


def test_feed_is_the_same_for_whoever_is_logged_in(app, publish, town):
    publish(private=True)
    path = f"/organization/{town['name']}/catalog.xml"
    token = factories.SysadminWithToken()["token"]
    assert app.get(path, headers={"Authorization": token}).get_data() == app.get(path).get_data()


def test_organisation_without_datasets_has_a_valid_empty_catalogue(read_feed):
    graph = read_feed()
    assert len(list(graph.subjects(RDF.type, DCAT.Catalog))) == 1
    assert list(graph.objects(None, HYDRA.totalItems)) == [Literal(0)]
    assert identifiers(graph) == []


def test_page_past_the_end_is_empty(publish, read_feed):
    publish()
    graph = read_feed(query="?page=9")
    assert identifiers(graph) == []
    assert not list(graph.objects(None, HYDRA.next))


@pytest.mark.parametrize("page", ["0", "-1", "deux", "99999999999999999999"])
def test_bad_page_is_refused(app, town, page):
    answer = app.get(f"/en/organization/{town['name']}/catalog.xml?page={page}", status=400)
    assert "whole number" in answer.get_data(as_text=True)


@pytest.mark.parametrize("name", ["nulle-part-00000", "new", "x" * 300])
def test_unknown_organisation_is_not_found(app, with_plugins, name):
    assert app.get(f"/organization/{name}/catalog.xml", follow_redirects=False).status_code == 404


def test_unknown_format_is_not_found(app, town):
    assert app.get(f"/organization/{town['name']}/catalog.csv").status_code == 404


def test_organisation_page_is_still_ckan_s(app, town):
    assert "Châteaudun" in app.get(f"/organization/{town['name']}").get_data(as_text=True)


@pytest.mark.parametrize("extension", ["xml", "ttl", "jsonld"])
def test_one_bad_resource_never_costs_the_dataset(publish, read_feed, extension):
    package = publish(
        notes="Voir <https://exemple.fr/>\x0b",
        resources=[
            {"url": "http://sig.mairie.interne/a.csv", "name": "privé"},
            {"url": "https://exemple.fr/un fichier|d'été.csv", "name": "espace\x0b"},
            {"url": "https://exemple.fr/b.csv", "hash": "inconnu", "mimetype": "CSV", "format": "<b>"},
        ],
    )
    graph = read_feed(extension)
    assert identifiers(graph) == [package["id"]]
    urls = {str(url) for url in graph.objects(None, DCAT.downloadURL)}
    assert urls == {"https://exemple.fr/un%20fichier%7Cd'%C3%A9t%C3%A9.csv", "https://exemple.fr/b.csv"}


def test_publisher_is_described_on_the_page(publish, read_feed, town):
    publish()
    graph = read_feed()
    publisher = URIRef(f"http://test.ckan.net/organization/{town['id']}")
    foaf = Namespace("http://xmlns.com/foaf/0.1/")
    assert graph.value(publisher, foaf.name) == Literal("Châteaudun")
    assert graph.value(publisher, foaf.mbox) == URIRef("mailto:mairie@chateaudun.exemple.fr")


def test_json_ld_carries_its_context(app, publish, town):
    publish()
    context = app.get(f"/organization/{town['name']}/catalog.jsonld").json["@context"]
    assert context["dct"] == "http://purl.org/dc/terms/"


@pytest.mark.parametrize("extension", ["xml", "ttl", "jsonld"])
def test_whole_portal_has_a_feed_with_the_same_headers(app, publish, extension):
    package = publish()
    answer = app.get(f"/catalog.{extension}", follow_redirects=False)
    assert answer.headers["Content-Type"].endswith("; charset=utf-8")
    assert package["id"] in answer.get_data(as_text=True)


def test_whole_portal_feed_leaves_out_what_was_harvested(app, publish):
    package = publish(extras=[{"key": "datagouv_dataset_id", "value": "5f8d"}])
    assert package["id"] not in app.get("/catalog.xml").get_data(as_text=True)


@pytest.mark.parametrize("path", ["/catalog.xml?q=Châteaudun", "/catalog.rdf", "/catalog.n3"])
def test_ckanext_dcat_answers_what_only_it_knows(app, publish, path):
    package = publish()
    answer = app.get(path, follow_redirects=False)
    assert answer.status_code == 200
    assert package["id"] in answer.get_data(as_text=True)


def test_a_search_that_cannot_be_answered_is_refused_in_a_sentence(app):
    app.get("/catalog.xml?q=--mot", status=400)


def test_no_declared_address_redirects(app, deposit, publish, read_feed, page_of):
    page_of(1)
    deposit()
    publish()
    first = read_feed()
    graph = first + read_feed(query=following(first))
    kinds = [DCAT.landingPage, DCAT.downloadURL, DCAT.accessURL, HYDRA.first, HYDRA.next]
    declared = {str(address) for kind in kinds for address in graph.objects(None, kind)}
    assert len(declared) == 6
    client = app.test_client()
    for path in (address.removeprefix("http://test.ckan.net") for address in declared):
        assert [client.get(path).status_code, client.head(path).status_code] == [200, 200], path


def test_language_of_the_visitor_changes_no_address(app, publish, town):
    publish()
    plain, french = (app.get(f"{start}/organization/{town['name']}/catalog.ttl") for start in ("", "/fr"))
    assert french.status_code == 200
    nodes = [
        set(Graph().parse(data=each.get_data(as_text=True), format="turtle").subjects()) for each in (plain, french)
    ]
    assert {node for node in nodes[0] if isinstance(node, URIRef)} == {
        node for node in nodes[1] if isinstance(node, URIRef)
    }


def test_portal_below_a_path_says_so_in_every_address(deposit, read_feed, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckan.root_path", "/donnees/{{LANG}}")
    package = deposit()
    graph = read_feed()
    base = "http://test.ckan.net/donnees"
    assert next(graph.subjects(RDF.type, DCAT.Dataset)) == URIRef(f"{base}/dataset/{package['id']}")
    assert all(str(url).startswith(f"{base}/dataset/") for url in graph.objects(None, DCAT.downloadURL))
    assert all(str(url).startswith(f"{base}/organization/") for url in graph.objects(None, HYDRA.first))
