"""The round trip with data.gouv.fr's real API: sources made and put right, datasets found again, errors told."""

import logging
import socket
from datetime import timedelta

import pytest
import requests
from ckan import model as ckan_model
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.datagouv.cli import datagouv
from ckanext.datagouv.roundtrip import model, running
from ckanext.datagouv.roundtrip.problems import StopError

SCHEMA = "https://schema.data.gouv.fr/schemas/scdl/deliberations/2.1.3/schema.json"


@pytest.fixture
def connected(portal, platform, ckan_config, monkeypatch):
    """The portal, with the address of data.gouv.fr's API and a key."""
    monkeypatch.setitem(ckan_config, "ckanext.datagouv.api_url", f"{platform.address}/api/1/")
    monkeypatch.setitem(ckan_config, "ckanext.datagouv.api_key", platform.keys["key"])
    monkeypatch.setitem(ckan_config, "ckanext.socle.http.allowed_networks", ["127.0.0.0/8"])
    monkeypatch.setitem(ckan_config, "ckanext.socle.http.retries", 0)
    return platform


@pytest.fixture
def body(town, operator, connected):
    """The town, which data.gouv.fr knows by its identifier."""
    call_action("organization_patch", operator, id=town["id"], datagouv_id=connected.organization)
    return town


@pytest.fixture
def published(publish, operator, upload):
    """A dataset with a file that follows a schema."""
    package = publish()
    fields = {"name": "Délibérations 2025", "format": "CSV", "schema": SCHEMA}
    call_action("resource_create", operator, package_id=package["id"], upload=upload("deliberations.csv"), **fields)
    return package


def closed_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def sync(body, **options):
    [result] = running.sync(running.bodies((body["name"],)), **options)
    return result


def check(body):
    [result] = running.check(running.bodies((body["name"],)))
    return result


def listed(platform):
    """The sources that data.gouv.fr holds of the town's account."""
    answer = requests.get(f"{platform.address}/api/1/harvest/sources/?page_size=500", timeout=60)
    return [each for each in answer.json()["data"] if each["organization"]["id"] == platform.organization]


def source_of(body, platform):
    return next(each for each in listed(platform) if f"/{body['name']}/" in each["url"])


def accept_and_harvest(body, platform):
    """What data.gouv.fr's people and clock do."""
    source = model.source(body["id"]).source_id
    address = f"{platform.address}/api/1/harvest/source/{source}/validate/"
    headers = {"X-API-KEY": platform.keys["root"]}
    assert requests.post(address, json={"state": "accepted"}, headers=headers, timeout=120).ok
    return platform.control(f"harvest/{source}")


@pytest.fixture
def taken(body, published, connected):
    """The dataset, once data.gouv.fr has taken it."""
    sync(body)
    accept_and_harvest(body, connected)
    check(body)
    return published


def presence(package):
    return model.presence(package["id"])


def codes(package):
    return [each["code"] for each in presence(package).problems]


def test_a_source_is_made_once(body, connected):
    assert sync(body, dry_run=True)["done"] == "created"
    assert not any(f"/{body['name']}/" in each["url"] for each in listed(connected))
    assert [sync(body)["done"] for _ in range(2)] == ["created", "unchanged"]
    source = source_of(body, connected)
    assert (source["backend"], source["active"], source["organization"]["id"]) == ("dcat", True, connected.organization)
    assert source["url"].endswith(f"/organization/{body['name']}/catalog.xml")
    assert model.source(body["id"]).validation == "pending"


def test_a_source_is_found_by_the_siret_too(town, operator, connected):
    call_action("organization_patch", operator, id=town["id"], siren="212800882", siret="21280088200012")
    assert sync(town)["done"] == "created"
    assert model.source(town["id"]).account == connected.organization


def test_a_source_whose_body_changed_its_address_is_put_right(body, operator, connected):
    sync(body)
    old = source_of(body, connected)["id"]
    call_action("organization_patch", operator, id=body["id"], name=f"{body['name']}-bis")
    renamed = call_action("organization_show", id=body["id"])
    assert sync(renamed)["done"] == "updated"
    assert source_of(renamed, connected)["id"] == old


def test_each_refusal_says_what_to_do(body, operator, connected, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckanext.datagouv.api_key", connected.keys["stranger"])
    assert sync(body)["problem"]["code"] == "not-member"
    call_action("organization_patch", operator, id=body["id"], datagouv_id="6b0b9f4c7b1e6cbbd60c6b11")
    assert sync(body)["problem"]["code"] == "organization-unknown"
    call_action("organization_patch", operator, id=body["id"], datagouv_id="")
    assert sync(body)["problem"]["code"] == "no-identity"
    assert model.source(body["id"]).problem["code"] == "no-identity"


@pytest.mark.parametrize(("key", "code"), [("faux", "key-refused"), ("", "key-missing")])
def test_a_wrong_key_stops_the_run_and_is_never_shown(key, code, body, ckan_config, monkeypatch, cli, caplog):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setitem(ckan_config, "ckanext.datagouv.api_key", key)
    with pytest.raises(StopError) as caught:
        sync(body)
    assert caught.value.problem.code == code
    done = cli.invoke(datagouv, ["sources", "sync", "--organization", body["name"]])
    assert done.exit_code == 2
    assert not key or key not in done.output + caplog.text


def test_the_command_tells_each_body(body, cli, connected, caplog):
    caplog.set_level(logging.DEBUG)
    done = cli.invoke(datagouv, ["sources", "sync", "--organization", body["name"]])
    assert (done.exit_code, body["title"] in done.output) == (0, True)
    assert connected.keys["key"] not in done.output + caplog.text
    assert cli.invoke(datagouv, ["sources", "check", "--organization", body["name"]]).exit_code == 0
    assert cli.invoke(datagouv, ["sources", "sync", "--organization", "inconnue"]).exit_code == 1


def test_a_dataset_is_awaited_then_there(body, published, connected):
    check(body)
    assert (presence(published).state, codes(published)) == ("absent", ["no-source"])
    sync(body)
    check(body)
    assert (presence(published).state, codes(published)) == ("waiting", ["source-pending"])
    accept_and_harvest(body, connected)
    assert check(body)["states"] == {"present": 1}
    assert (codes(published), presence(published).since is not None) == ([], True)


def test_since_is_when_it_was_first_seen(body, taken):
    first = presence(taken).since
    check(body)
    assert presence(taken).since == first


@pytest.mark.parametrize(
    ("change", "state", "found"),
    [
        ("archived", "absent", ["archived"]),
        ("private", "absent", ["hidden"]),
        ("deleted", "absent", ["hidden"]),
        ("schemaless", "incomplete", ["schema-missing"]),
        ("moved", "absent", ["elsewhere"]),
    ],
)
def test_what_befell_a_dataset_there_is_told(change, state, found, body, taken, connected):
    connected.control(f"change/{taken['id']}", **{change: True})
    check(body)
    assert (presence(taken).state, codes(taken)) == (state, found)


def test_a_change_that_does_not_arrive_is_told(body, taken, connected):
    connected.control(f"change/{taken['id']}", stale=True)
    ckan_model.Session.query(ckan_model.Resource).filter_by(package_id=taken["id"]).update(
        {"created": model.now() - timedelta(days=5), "last_modified": model.now() - timedelta(days=5)}
    )
    ckan_model.Package.get(taken["id"]).metadata_modified = model.now() - timedelta(days=4)
    ckan_model.Session.commit()
    check(body)
    assert codes(taken) == ["late"]


def test_a_file_that_was_deleted_here_stays_there(body, taken, operator):
    call_action("package_patch", operator, id=taken["id"], notes="Sans fichier", resources=[])
    check(body)
    assert codes(taken) == ["file-stays"]
    found = call_action("datagouv_check", {**operator, "ignore_auth": True}, id=body["id"])
    assert [each["code"] for each in found["datasets"][0]["findings"]] == ["file-stays"]


def test_a_dataset_that_was_deleted_here_is_said_to_leave(body, taken, operator):
    call_action("package_delete", operator, id=taken["id"])
    check(body)
    assert presence(taken).state == "leaving"
    found = call_action("datagouv_check", operator, id=body["id"])
    assert [each["id"] for each in found["leaving"]] == [taken["id"]]


def test_the_pages_say_since_when(app, body, taken, operator):
    package = call_action("package_show", id=taken["id"])
    assert "data.gouv.fr depuis le" in app.get(f"/fr/dataset/{package['name']}").text
    shown = call_action("datagouv_presence_show", {"user": ""}, id=taken["id"])
    assert (shown["state"], shown["problems"]) == ("present", [])
    assert "data.gouv.fr" in app.get(f"/fr/organization/{body['name']}").text
    user = factories.SysadminWithToken()
    headers = {"Authorization": user["token"]}
    text = app.get(f"/fr/organization/{body['name']}/data-gouv-fr", headers=headers).text
    assert "data.gouv.fr depuis le" in text


def test_the_nightly_check_outlives_a_dead_server(body, published, ckan_config, monkeypatch):
    sync(body)
    assert running.nightly() >= 1
    monkeypatch.setitem(ckan_config, "ckanext.datagouv.api_url", f"http://127.0.0.1:{closed_port()}/api/1/")
    assert running.nightly() == 0
