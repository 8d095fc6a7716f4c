"""Two harvests of a portal that lives, by data.gouv.fr's two back ends: nothing doubled, lost, skipped or failed."""

import pytest
from ckan.tests.helpers import call_action
from ckanext.socle.harvesters.datagouv.loop_guard import Ourselves, ours

LINK = {"url": "https://exemple.fr/a.csv", "format": "CSV", "name": "Fichier", "resource_type": "file"}


@pytest.fixture
def small_pages(ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckanext.dcat.datasets_per_page", 2)


@pytest.fixture
def seven(publish, operator, upload):
    """Publish seven datasets, the first with an uploaded file; return their identifiers in the order of the feed."""
    made = [publish(title=f"Exemple {number}", resources=[LINK])["id"] for number in range(6)]
    with_file = publish(title="Avec un fichier")
    fields = {"name": "Délibérations", "format": "CSV"}
    call_action("resource_create", operator, package_id=with_file["id"], upload=upload("deliberations.csv"), **fields)
    return sorted([*made, with_file["id"]]), with_file["id"]


@pytest.fixture
def change(operator):
    return lambda identifier, **fields: call_action("package_patch", operator, id=identifier, **fields)


def states(job):
    """Return how each item ended, without those that left."""
    return sorted(
        (item["id"], item["status"], *item["errors"]) for item in job["items"] if item["status"] != "archived"
    )


def all_done(identifiers):
    return sorted((identifier, "done") for identifier in identifiers)


def replace_file(identifier, operator, upload):
    [file] = call_action("package_show", id=identifier)["resources"]
    call_action("resource_patch", operator, id=file["id"], upload=upload("deliberations-corrigees.csv"))


def leave(identifiers, change, operator):
    """Have three datasets leave, each in its way."""
    removed, private, draft = identifiers
    call_action("package_delete", operator, id=removed)
    change(private, private=True)
    change(draft, state="draft")


@pytest.mark.parametrize("where", ["organization/{name}/catalog.xml", "catalog.ttl"])
def test_feed_is_harvested_twice(
    harvester, portal, town, seven, change, operator, upload, small_pages, during_the_crawl, only_these, where
):
    identifiers, with_file = seven
    address = f"{portal}/{where.format(name=town['name'])}"

    def edit_first_and_last():
        change(identifiers[0], title="Corrigé pendant la moisson")
        change(identifiers[-1], title="Corrigé pendant la moisson")

    during_the_crawl(edit_first_and_last)
    first = harvester.harvest(address)
    assert (first["status"], states(first)) == ("done", all_done(identifiers))
    replace_file(with_file, operator, upload)
    gone = [each for each in identifiers if each != with_file][1:4]
    leave(gone, change, operator)
    during_the_crawl(edit_first_and_last)
    second = harvester.harvest(address)
    assert (second["status"], second["errors"]) == ("done", [])
    assert states(second) == all_done(set(identifiers) - set(gone))
    held = {dataset["remote_id"]: dataset for dataset in second["datasets"]}
    assert len(held) == len(second["datasets"]) == 7
    assert {identifier for identifier, dataset in held.items() if dataset["archived"]} == set(gone)
    assert {len(dataset["resources"]) for dataset in second["datasets"]} == {1}
    assert held[identifiers[-1]]["title"] == "Corrigé pendant la moisson"


@pytest.fixture
def only_these(operator, seven):
    """Take all other datasets of the portal away, so that a feed of the whole portal holds these only."""
    for identifier in call_action("package_list", operator, limit=1000):
        if call_action("package_show", operator, id=identifier)["id"] not in seven[0]:
            call_action("package_delete", operator, id=identifier)


@pytest.mark.parametrize("filtered", [True, False])
def test_api_is_harvested_twice_by_the_ckan_back_end(
    harvester, portal, town, seven, change, operator, upload, only_these, filtered
):
    identifiers, with_file = seven
    options = {"backend": "ckan", "organization": town["name"] if filtered else ""}
    first = harvester.harvest(portal + "/", **options)
    assert (first["status"], states(first)) == ("done", all_done(identifiers))
    replace_file(with_file, operator, upload)
    gone = [each for each in identifiers if each != with_file][1:4]
    leave(gone, change, operator)
    change(identifiers[0], title="Corrigé")
    second = harvester.harvest(portal + "/", **options)
    assert states(second) == all_done(set(identifiers) - set(gone))
    held = {dataset["remote_id"]: dataset for dataset in second["datasets"] if dataset["remote_id"] in identifiers}
    assert {identifier for identifier, dataset in held.items() if dataset["archived"]} == set(gone)
    assert {len(dataset["resources"]) for dataset in held.values()} == {1}
    assert held[identifiers[0]]["title"] == "Corrigé"


def test_ckan_back_end_takes_every_kind_of_dataset_of_the_portal(harvester, portal, town, publish, upload, operator):
    package = publish(
        theme="http://publications.europa.eu/resource/authority/data-theme/GOVE",
        hvd_category="http://data.europa.eu/bna/c_e1da4e07",
        spatial_zone="fr:commune:28088",
        tags=[{"name": "conseil municipal"}],
        resources=[LINK, {**LINK, "resource_type": ""}, {**LINK, "resource_type": "api", "format": ""}],
    )
    options = {"backend": "ckan", "organization": town["name"]}
    job = harvester.harvest(portal + "/", **options)
    assert states(job) == all_done([package["id"]])
    [dataset] = [each for each in job["datasets"] if each["remote_id"] == package["id"]]
    assert (dataset["licence"], len(dataset["resources"])) == ("lov2", 3)
    assert dataset["tags"] == ["conseil-municipal"]


@pytest.mark.parametrize("backend", ["dcat", "ckan"])
def test_what_was_taken_from_here_is_known_by_our_own_harvester(harvester, portal, town, publish, backend):
    package = publish(resources=[LINK])
    url = f"{portal}/organization/{town['name']}/catalog.xml" if backend == "dcat" else portal + "/"
    job = harvester.harvest(url, backend=backend, organization="" if backend == "dcat" else town["name"])
    [said] = [each for each in job["api"] if each["harvest"]["remote_id"] == package["id"]]
    here = Ourselves((portal,), lambda _identifier: False)
    moved = Ourselves(("https://donnees.exemple.fr",), {package["id"]}.__contains__)
    elsewhere = Ourselves(("https://donnees.exemple.fr",), lambda _identifier: False)
    assert ours(said, here).code == ours(said, moved).code == "ours"
    assert ours(said, elsewhere) is None
