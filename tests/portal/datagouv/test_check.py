"""What the portal foresees of an organisation's data on data.gouv.fr: the action, the page, the command."""

import json
import re

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.datagouv import views_check
from ckanext.datagouv.cli import datagouv


def check(town, user):
    return call_action("datagouv_check", {"user": user, "ignore_auth": False}, id=town["name"])


@pytest.fixture
def secretary(town, sysadmin):
    user = factories.UserWithToken()
    context = {"user": sysadmin, "ignore_auth": True}
    call_action("organization_member_create", context, id=town["id"], username=user["name"], role="admin")
    return user


def page(app, town, user):
    headers = {"Authorization": user["token"]}
    return app.get(f"/organization/{town['name']}/data-gouv-fr", headers=headers, expect_errors=True)


def test_a_whole_dataset_is_taken_whole(deposit, town, sysadmin):
    deposit(description="Un vote par ligne")
    [dataset] = check(town, sysadmin)["datasets"]
    assert (dataset["state"], dataset["findings"], dataset["left_out"]) == ("whole", [], [])
    missing = {each["name"] for each in dataset["criteria"] if not each["done"]}
    assert missing <= {"dataset_description_quality", "spatial"}


def test_what_the_feed_leaves_out_is_said_with_its_file(publish, town, sysadmin):
    publish(resources=[{"name": "Plan", "url": "http://sig.mairie.interne/a.csv"}])
    [dataset] = check(town, sysadmin)["datasets"]
    assert dataset["state"] == "partly"
    assert [(each["file"], each["code"]) for each in dataset["left_out"]] == [("Plan", "file-address")]


def test_two_files_with_one_address_are_one_there(publish, town, sysadmin):
    publish(resources=[{"name": name, "url": "https://exemple.fr/a.csv", "format": "CSV"} for name in "AB"])
    [dataset] = check(town, sysadmin)["datasets"]
    assert [each["code"] for each in dataset["findings"]] == ["file-address-twice"]
    assert len(dataset["files"]) == 1


def test_each_missing_criterion_says_what_to_fill_in(publish, town, sysadmin):
    publish(notes="Court", frequency="", temporal_start="", temporal_end="", resources=[])
    [dataset] = check(town, sysadmin)["datasets"]
    assert dataset["score"] == sum(each["done"] for each in dataset["criteria"])
    assert all(each["done"] or each["todo"] for each in dataset["criteria"])
    assert {"temporal_coverage", "update_frequency", "dataset_description_quality"} <= {
        each["name"] for each in dataset["criteria"] if not each["done"]
    }


def test_every_page_of_the_feed_counts(publish, town, sysadmin, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckanext.dcat.datasets_per_page", 2)
    published = {publish()["id"] for _ in range(5)}
    assert {each["id"] for each in check(town, sysadmin)["datasets"]} == published


def test_only_who_may_edit_the_organisation_sees_the_page(app, publish, town, secretary):
    package = publish()
    shown = page(app, town, secretary)
    assert shown.status_code == 200
    assert package["title"] in shown.text
    assert page(app, town, factories.UserWithToken()).status_code == 404
    assert app.get(f"/organization/{town['name']}/data-gouv-fr").status_code == 404
    assert page(app, {"name": "inconnue"}, secretary).status_code == 404


def test_the_page_of_the_body_leads_there_for_those_alone(app, town, secretary):
    address = f"/organization/{town['name']}/data-gouv-fr"
    headers = {"Authorization": secretary["token"]}
    assert address in app.get(f"/organization/{town['name']}", headers=headers).text
    assert address not in app.get(f"/organization/{town['name']}").text


def test_the_command_prints_json_and_ends_with_what_was_found(cli, publish, town):
    publish()
    done = cli.invoke(datagouv, ["check", "--organization", town["name"], "--json"])
    assert (done.exit_code, json.loads(done.output)["counts"]["lost"]) == (0, 0)
    readable = cli.invoke(datagouv, ["check", "--organization", town["name"]])
    assert town["title"] in readable.output
    unknown = cli.invoke(datagouv, ["check", "--organization", "inconnue"])
    assert (unknown.exit_code, "inconnue" in unknown.output) == (2, True)


def test_a_long_list_has_pages_what_asks_for_something_first(app, publish, town, secretary, monkeypatch):
    monkeypatch.setattr(views_check, "PAGE_SIZE", 2)
    good = {"name": "Table", "url": "https://exemple.fr/a.csv", "format": "CSV"}
    for number, address in enumerate(
        ["https://exemple.fr/b.csv", "https://exemple.fr/c.csv", "http://interne.lan/a.csv"]
    ):
        publish(title=f"Jeu {number}", resources=[good | {"url": address}])
    headers = {"Authorization": secretary["token"]}
    first, second = (
        app.get(f"/organization/{town['name']}/data-gouv-fr?page={n}", headers=headers).text for n in (1, 9)
    )
    titles = re.compile(r"Jeu [012]")
    # The two that arrive whole keep the feed's order, which is that of their random identifiers.
    assert titles.findall(first)[0] == "Jeu 2"
    assert [len(set(titles.findall(shown))) for shown in (first, second)] == [2, 1]
    assert set(titles.findall(first + second)) == {"Jeu 0", "Jeu 1", "Jeu 2"}
    assert "page=2" in first
