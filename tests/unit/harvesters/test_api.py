from ipaddress import ip_network

import pytest
from ckanext.socle.harvesters.datagouv.api import Catalogue, api_root, first_sirets
from ckanext.socle.harvesters.datagouv.problems import HarvestingError
from ckanext.socle.harvesters.datagouv.selection import Question

from ckanext.scdl import web
from tests.unit.harvesters.catalogue import Catalogue as Server
from tests.unit.harvesters.catalogue import new_id

EVERYTHING = [Question(())]
DREUX = "64a1000000000000000000d1"


@pytest.fixture
def server():
    with Server() as running:
        yield running


@pytest.fixture
def catalogue(server):
    settings = web.Settings(
        allowed_networks=(ip_network("127.0.0.0/8"),), backoff=0.01, read_time=0.5, total_time=5, max_bytes=2_000_000
    )
    with web.Client(settings) as client:
        yield Catalogue(server.url, client)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.data.gouv.fr/api/1/",
        "https://www.data.gouv.fr/api/1",
        "https://www.data.gouv.fr/api/2/",
        "https://www.data.gouv.fr/api/",
        "https://www.data.gouv.fr",
        "https://www.data.gouv.fr/",
        "https://www.data.gouv.fr/api/1/datasets/?q=x",
    ],
)
def test_the_api_is_found_from_any_of_its_addresses(address):
    assert api_root(address) == "https://www.data.gouv.fr/api/1/"


def test_what_is_no_address_is_refused():
    with pytest.raises(HarvestingError):
        api_root("data.gouv.fr")


def test_every_page_is_read(server, catalogue):
    for number in range(250):
        server.add(number)
    crawl = catalogue.crawl(EVERYTHING)
    assert list(crawl.entries) == [new_id(number) for number in range(250)]
    assert (crawl.steady, crawl.total) == (True, 250)
    assert len(server.asked("datasets/")) == 3


def test_masks_keep_answers_small(server, catalogue):
    server.add()
    catalogue.crawl(EVERYTHING)
    (entry,) = catalogue.crawl(EVERYTHING).entries.values()
    assert (entry.resources, entry.producer[0], entry.retired) == (2, DREUX, "")


def test_filters_are_asked_one_value_at_a_time(server, catalogue):
    server.add(1, tags=["budget"])
    server.add(2, tags=["voirie"])
    server.add(3, tags=["eau"])
    crawl = catalogue.crawl([Question((("tag", "budget"),)), Question((("tag", "eau"),))])
    assert list(crawl.entries) == [new_id(1), new_id(3)]


def test_a_dataset_withdrawn_during_the_crawl_hides_no_other(server, catalogue):
    for number in range(201):
        server.add(number)

    def withdraw(page):
        if page == 2 and len(server.datasets) == 201:
            server.remove(new_id(0))

    server.before_page = withdraw
    crawl = catalogue.crawl(EVERYTHING)
    assert {new_id(number) for number in range(1, 201)} <= set(crawl.entries)
    assert crawl.steady


def test_a_list_that_never_stands_still_is_told(server, catalogue):
    for number in range(150):
        server.add(number)
    server.before_page = lambda _page: server.add(1000 + len(server.requests))
    assert catalogue.crawl(EVERYTHING).steady is False


def test_a_page_that_vanished_meanwhile_ends_the_list(server, catalogue):
    for number in range(101):
        server.add(number)

    def withdraw(page):
        if page == 2:
            del server.datasets[100:]

    server.before_page = withdraw
    crawl = catalogue.crawl(EVERYTHING)
    assert (len(crawl.entries), crawl.steady) == (100, True)


@pytest.mark.parametrize(
    "fault", [429, 500, 503, (429, {"Retry-After": "0"}), "truncated", "html", "not-json", "slow", 502]
)
def test_a_fault_that_passes_costs_nothing(server, catalogue, fault):
    server.add()
    server.faults["/api/1/datasets/"] = [fault]
    assert len(catalogue.crawl(EVERYTHING).entries) == 1


def test_a_redirect_is_followed(server, catalogue):
    server.add()
    server.faults["/api/1/datasets/"] = [(308, {"Location": f"{server.root}/api/1/datasets/?page=1"})]
    assert len(catalogue.crawl(EVERYTHING).entries) == 1


@pytest.mark.parametrize(
    ("fault", "error"),
    [("html", web.BadAnswer), (503, web.TryLater), (400, web.HttpStatus), (404, web.HttpStatus)],
)
def test_a_fault_that_stays_is_an_error(server, catalogue, fault, error):
    server.faults["/api/1/datasets/"] = [fault] * 20
    with pytest.raises(error):
        catalogue.crawl(EVERYTHING)


def test_a_catalogue_that_is_down_is_left_alone(server, catalogue):
    server.faults["/api/1/datasets/"] = [(429, {"Retry-After": "3600"})] * 3
    for _ in range(3):
        with pytest.raises(web.TryLater):
            catalogue.dataset("x")
    with pytest.raises(HarvestingError):
        catalogue.dataset("x")
    assert len(server.requests) == 3


def test_a_wait_that_is_too_long_is_not_waited(server, catalogue):
    server.faults["/api/1/datasets/"] = [(429, {"Retry-After": "3600"})]
    with pytest.raises(web.TryLater) as caught:
        catalogue.crawl(EVERYTHING)
    assert caught.value.retry_after == 3600


def test_a_page_of_another_shape_is_refused(server, catalogue):
    server.add()
    server.rename = {"data": "donnees"}
    with pytest.raises(HarvestingError):
        catalogue.crawl(EVERYTHING)


def test_one_dataset(server, catalogue):
    server.add()
    dataset = catalogue.dataset("66b0000000000000000000a1", 2)
    assert len(dataset["resources"]) == 2


@pytest.mark.parametrize("status", [404, 410])
def test_one_that_is_gone(server, catalogue, status):
    dataset = server.add()
    server.remove(dataset["id"], status)
    with pytest.raises(web.HttpStatus) as caught:
        catalogue.dataset(dataset["id"])
    assert caught.value.status == status


def test_many_resources_are_read_by_pages(server, catalogue):
    many = [{"id": f"{number:032x}", "title": str(number), "last_modified": None} for number in range(20_000)]
    server.add(resources=many)
    dataset = catalogue.dataset("66b0000000000000000000a1", 20_000)
    assert [each["title"] for each in dataset["resources"]] == [str(number) for number in range(20_000)]
    assert len(server.asked("/resources/")) == 40


def test_an_answer_too_large_is_asked_in_pieces(server, catalogue):
    many = [{"id": f"{number:032x}", "title": "x" * 3000} for number in range(1000)]
    server.add(resources=many)
    assert len(catalogue.dataset("66b0000000000000000000a1", 3)["resources"]) == 1000


def test_a_producer_is_asked_once(server, catalogue):
    known = {"id": DREUX, "name": "Ville de Dreux"}
    assert catalogue.producer(known).siren == "212801344"
    assert catalogue.producer(known).siren == "212801344"
    assert len(server.asked("/organizations/")) == 1


def test_a_producer_that_is_gone_keeps_its_name(catalogue):
    assert catalogue.producer({"id": new_id(7), "name": "Ancienne"}).name == "Ancienne"
    assert catalogue.producer(None).identifier == ""


@pytest.mark.parametrize(
    ("reference", "name", "found"),
    [
        (DREUX, "", [DREUX]),
        ("ville-de-dreux", "", [DREUX]),
        ("21280134400012", "", [DREUX]),
        ("212801344", "", [DREUX]),
        ("212801344", "Dreux", [DREUX]),
        ("21280134400099", "", []),
        ("999999999", "", []),
        ("inconnu", "", []),
    ],
)
def test_producers_are_found_by_what_people_have(catalogue, reference, name, found):
    assert catalogue.organization_ids(reference, name) == found


def test_a_siren_is_found_whatever_its_establishment(server, catalogue):
    server.organizations[0]["business_number_id"] = "21280134499999"
    assert catalogue.organization_ids("212801344") == [DREUX]


def test_sirets_of_a_siren():
    assert next(first_sirets("212801344", 1)) == "21280134400012"


def test_schemas_are_addressed_by_the_catalogue(server, catalogue):
    assert catalogue.schema("etalab/schema-essai", "1.2.0") == "https://schema.exemple/1.2.0.json"
    assert catalogue.schema("etalab/schema-essai", "") == "https://schema.exemple/latest.json"
    assert catalogue.schema("inconnu/inconnu", "1") is None
    assert len(server.asked("schemas")) == 1


def test_an_entry_changes_with_any_of_its_dates(server, catalogue):
    def state():
        (entry,) = catalogue.crawl(EVERYTHING).entries.values()
        return entry.state

    dataset = server.add()
    seen = {state()}
    for change in (
        {"last_modified": "2026-01-01T00:00:00+00:00"},
        {"last_update": "2026-01-02T00:00:00+00:00"},
        {"resources": dataset["resources"][:1]},
        {"internal": {"last_modified_internal": "2026-01-03T00:00:00+00:00"}},
    ):
        dataset |= change
        assert state() not in seen
        seen.add(state())
    dataset["resources"][0]["last_modified"] = "2026-01-04T00:00:00+00:00"
    assert state() not in seen
    dataset["metrics"] = {"views": 99}
    before = state()
    assert before == state()
