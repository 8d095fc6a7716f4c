"""The simulator foresees what data.gouv.fr's real harvester does, fault by fault."""

import json
import threading
from datetime import datetime

import pytest
from rdflib import Graph
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from ckanext.datagouv.simulator import Circumstances, Held, Schema, simulate
from ckanext.datagouv.simulator.circumstances import read_licences
from tests.udata import cases

SCHEMAS = json.loads((cases.TEST_DATA / "schemas.json").read_text(encoding="utf-8"))["schemas"]
LICENCES = json.loads((cases.TEST_DATA / "licences.json").read_text(encoding="utf-8"))


def circumstances(held=None):
    schemas = {each["schema_url"]: Schema(each["name"]) for each in SCHEMAS}
    schemas |= {
        version["schema_url"]: Schema(each["name"], version["version_name"])
        for each in SCHEMAS
        for version in each["versions"]
    }
    return Circumstances(schemas=schemas, held=held or {}, licences=read_licences(LICENCES))


class Feeds:
    """A web server of feeds, and data.gouv.fr's harvester at its other end."""

    def __init__(self, address, platform):
        self.address, self.platform, self.texts = address, platform, {}

    def harvest(self, name, *pages, source=None):
        """Harvest a feed; return the source and what data.gouv.fr made of it."""
        for number, text in enumerate(pages, 1):
            following = f"{self.address}/{name}/{number + 1}.ttl" if number < len(pages) else None
            self.texts[f"/{name}/{number}.ttl"] = text + cases.view(f"{self.address}/{name}", following)
        url = f"{self.address}/{name}/1.ttl"
        source = source or self.platform.control("source", url=url)["id"]
        return source, self.platform.control(f"harvest/{source}")

    def __call__(self, environ, start_response):
        text = self.texts.get(Request(environ).path)
        answer = Response(text, content_type="text/turtle; charset=utf-8") if text else Response(status=404)
        return answer(environ, start_response)


@pytest.fixture(scope="module")
def feeds(platform):
    server = make_server("127.0.0.1", 0, lambda environ, start: feeds(environ, start), threaded=True)
    feeds = Feeds(f"http://127.0.0.1:{server.port}", platform)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield feeds
    server.shutdown()
    thread.join()


def graph(text):
    return Graph().parse(data=text, format="turtle")


@pytest.fixture(scope="module")
def harvested(feeds):
    return feeds.harvest("cases", cases.whole())[1]


@pytest.fixture(scope="module")
def foreseen():
    return {each.identifier: each for each in simulate([graph(cases.whole())], circumstances()).datasets}


def naive(moment):
    return datetime.fromisoformat(moment) if moment else None


def files_of(dataset):
    """What udata holds of each file, in the terms of the simulator."""
    return [
        {
            **{key: each[key] for key in ("url", "title", "type", "format", "mime", "size", "schema")},
            "checksum": tuple(each["checksum"]) if each["checksum"] else None,
        }
        for each in sorted(dataset["resources"], key=lambda each: each["url"])
    ]


def foreseen_files(forecast):
    names = ("url", "title", "type", "format", "mime", "size", "schema", "checksum")
    return [{name: getattr(each, name) for name in names} for each in sorted(forecast.files, key=lambda each: each.url)]


@pytest.mark.parametrize("name", [*cases.CASES, ""])
def test_what_is_taken_is_foreseen(name, harvested, foreseen):
    statuses = {item["id"] or "": item for item in harvested["items"]}
    assert foreseen[name].taken == (statuses[name]["status"] == "done"), statuses[name]


@pytest.mark.parametrize("name", [name for name in cases.CASES if name not in cases.LOST])
def test_every_value_is_foreseen(name, harvested, foreseen):
    [dataset] = [each for each in harvested["datasets"] if each["remote_id"] == name]
    forecast = foreseen[name]
    for key in ("title", "licence", "frequency", "tags", "spatial"):
        assert forecast.values[key] == dataset[key], key
    if "description-flattened" not in [finding.code for finding in forecast.findings]:
        assert forecast.values["description"] == dataset["description"]
    coverage = forecast.values["coverage"]
    assert (coverage and [day and str(day) for day in coverage]) == dataset["coverage"]
    assert forecast.values["modified"] == naive(dataset["modified"])
    people = [{"role": who.role, "name": who.name, "email": who.email, "form": who.form} for who in forecast.contacts]
    assert people == dataset["contacts"]
    assert foreseen_files(forecast) == files_of(dataset)


@pytest.mark.parametrize("name", [name for name in cases.CASES if name not in cases.LOST])
def test_the_quality_is_foreseen(name, harvested, foreseen):
    [dataset] = [each for each in harvested["datasets"] if each["remote_id"] == name]
    found = {key: bool(dataset["quality"].get(key)) for key in foreseen[name].quality}
    assert foreseen[name].quality == found
    assert sum(foreseen[name].quality.values()) / 9 == pytest.approx(dataset["quality"]["score"])


def test_the_faulty_datasets_are_those_that_the_cases_say(foreseen):
    assert {name for name, forecast in foreseen.items() if name and not forecast.taken} == cases.LOST


def test_an_identifier_on_two_pages_costs_the_second(feeds):
    page = cases.HEAD + cases.turtle("deux-fois", "")
    _, job = feeds.harvest("twice", page, page)
    forecasts = simulate([graph(page), graph(page)], circumstances()).datasets
    assert [each.taken for each in forecasts] == [item["status"] == "done" for item in job["items"]] == [True, False]


def test_a_file_under_another_address_leaves_the_old_one_behind(feeds):
    def page(name):
        return cases.HEAD + cases.turtle(
            "replaced", f"dcat:distribution [ dcat:downloadURL <https://exemple.fr/{name}> ]"
        )

    source, first = feeds.harvest("replaced", page("a.csv"))
    held = {"replaced": Held("Cas", tuple(each["url"] for each in first["datasets"][0]["resources"]))}
    [forecast] = simulate([graph(page("b.csv"))], circumstances(held)).datasets
    _, second = feeds.harvest("replaced", page("b.csv"), source=source)
    stay = [finding.file for finding in forecast.findings if finding.code == "file-stays"]
    assert sorted(stay + [file.url for file in forecast.files]) == sorted(
        each["url"] for each in second["datasets"][0]["resources"]
    )


def test_a_dataset_that_left_the_feed_is_archived(feeds, platform):
    both = cases.HEAD + cases.turtle("reste", "") + cases.turtle("part", "")
    one = cases.HEAD + cases.turtle("reste", "")
    source, _ = feeds.harvest("leaving", both)
    platform.control("change/part", unseen=True)
    _, job = feeds.harvest("leaving", one, source=source)
    forecast = simulate([graph(one)], circumstances({"part": Held("Cas part"), "reste": Held("Cas reste")}))
    archived = [each["remote_id"] for each in job["datasets"] if each["archived"]]
    assert [each.identifier for each in forecast.leaving] == archived == ["part"]
