"""An address that the portal fetches: published when sure, else a draft and a mail; faults are told once."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.lib import jobs
from ckan.tests import factories, helpers

from ckanext.deposit import addresses, fetching, following, waiting
from ckanext.socle.queues import SLOW
from ckanext.territories import mergers
from ckanext.territories.cog import Cog, cog
from tests.portal.deposit.conftest import FAULTY, SCHEMA, VALID, new_town, package, upload
from tests.portal.deposit.test_approval import animated  # noqa: F401  # fixture
from tests.portal.deposit.test_deciding import ASKING
from tests.portal.deposit.test_living import SHORTER
from tests.portal.deposit.test_pages import visit  # noqa: F401  # fixture
from tests.portal.deposit.test_space import send, text_of  # noqa: F401  # fixture
from tests.portal.smtp import mailbox, text  # noqa: F401  # fixture
from tests.unit.deposit.test_mending import row, table
from tests.unit.scdl.web.conftest import http, serve  # noqa: F401  # fixture

CONTENT = VALID.read_bytes()
LAST = CONTENT.splitlines(keepends=True)[-1]
LONGER = CONTENT + LAST.replace(LAST.split(b",")[2], b"EXEMPLE-2025-999", 1)
PHONE = table(row().replace("Fonctionnement", "Tournoi, renseignements au 06 12 34 56 78"))
NOT_FOUND = http(b"non", status="404 Not Found")


@pytest.fixture(autouse=True)
def loopback(ckan_config, monkeypatch):
    """Let the portal fetch from this machine, and give up at once."""
    monkeypatch.setitem(ckan_config, "ckanext.socle.http.allowed_networks", ["127.0.0.0/8"])
    monkeypatch.setitem(ckan_config, "ckanext.socle.http.retries", 0)


@pytest.fixture
def give(town, act, serve):
    """Return a function that gives the address of a server with such answers, and fetches it once."""

    def given(*answers, schema=SCHEMA):
        server = serve(*answers)
        asked = {"organization": town.name, "schema": schema, "url": f"{server.url}table.csv", "every": "week"}
        address = act(town.secretary, "deposit_address_create", **asked)
        assert address["fetching"]
        return server, fetch(act, town, address["id"])

    return given


def fetch(act, town, address_id):
    """Do what the job does, and return the address afterwards."""
    claimed = addresses.claim(address_id) or addresses.existing(address_id).begun
    fetching.run(address_id, claimed.isoformat())
    return act(town.secretary, "deposit_address_show", id=address_id)


def mails(town, mailbox):
    return mailbox.to(model.User.get(town.secretary).email)


def published(act, town):
    return act(town.secretary, "deposit_list", organization=town.name, published=True)


def test_a_file_that_is_right_is_published_without_anybody(town, act, give, mailbox):
    _server, address = give(http(CONTENT, ETag='"1"'))
    assert (address["state"], address["fetching"], address["deposit_id"]) == ("published", False, None)
    [resource] = package(address["package_id"])["resources"]
    assert resource["url"].endswith(".csv")
    assert mails(town, mailbox) == []


def test_what_has_not_changed_costs_one_request(town, act, give):
    server, address = give(
        http(CONTENT, ETag='"1"', Last_Modified="Mon, 02 Nov 2026 10:00:00 GMT"), http(status="304 Not Modified")
    )
    again = fetch(act, town, address["id"])
    assert len(server.requests) == 2
    assert 'If-None-Match: "1"' in server.requests[1]
    assert "If-Modified-Since: Mon, 02 Nov 2026" in server.requests[1]
    assert (again["state"], len(published(act, town))) == ("published", 1)
    assert again["read"] > address["read"]


def test_the_same_file_without_a_sign_is_published_once(town, act, give):
    server, address = give(http(CONTENT))
    assert fetch(act, town, address["id"])["state"] == "published"
    assert (len(server.requests), len(published(act, town))) == (2, 1)


def test_a_new_file_is_a_new_version_of_the_same_data(town, act, give):
    _server, address = give(http(CONTENT), http(LONGER))
    before = package(address["package_id"])
    after = package(fetch(act, town, address["id"])["package_id"])
    assert [each["id"] for each in after["resources"]] == [each["id"] for each in before["resources"]]
    assert after["resources"][0]["hash"] != before["resources"][0]["hash"]
    versions = act(town.secretary, "deposit_version_list", id=after["id"])
    assert [each["number"] for each in versions] == [2, 1]


@pytest.mark.parametrize(
    ("schema", "content", "reason"),
    [
        (SCHEMA, CONTENT.replace(b"2025-01-27", b"hier"), "errors"),
        ("scdl/subventions", ASKING, "questions"),
        ("scdl/subventions", PHONE, "personal"),
        ("scdl/subventions", CONTENT, "other-schema"),
        (SCHEMA, b"PK\x03\x04 this is no workbook", "fault"),
    ],
)
def test_what_asks_for_an_answer_is_a_draft_and_one_mail(town, act, give, mailbox, schema, content, reason):
    _server, address = give(http(content), schema=schema)
    assert fetch(act, town, address["id"])["state"] == address["state"]
    assert published(act, town) == []
    [mail] = mails(town, mailbox)
    if reason == "fault":
        assert (address["state"], address["deposit_id"]) == ("fault", None)
        return
    assert (address["state"], addresses.existing(address["id"]).outcome["reason"]) == ("to-answer", reason)
    assert f"/deposer/{address['deposit_id']}" in text(mail)
    assert address["words"] in text(mail)


def test_a_draft_leaves_what_is_public_and_takes_the_next_file(town, act, give, mailbox):
    _server, address = give(http(CONTENT), http(FAULTY.read_bytes()), http(LONGER))
    before = package(address["package_id"])["resources"][0]["hash"]
    waiting = fetch(act, town, address["id"])
    assert package(address["package_id"])["resources"][0]["hash"] == before
    done = fetch(act, town, address["id"])
    assert (done["state"], done["package_id"]) == ("published", address["package_id"])
    assert act(town.secretary, "deposit_list", organization=town.name) == []
    assert addresses.existing(address["id"]).deposit_id == waiting["deposit_id"]
    assert len(mails(town, mailbox)) == 1


def test_a_draft_in_which_a_person_put_another_file_is_left_alone(town, act, give, begin):
    _server, address = give(http(FAULTY.read_bytes()), http(CONTENT))
    draft = address["deposit_id"]
    act(town.secretary, "deposit_file", id=draft, upload=upload(content=SHORTER))
    assert fetch(act, town, address["id"])["state"] == "published"
    assert act(town.secretary, "deposit_show", id=draft)["state"] == "valid"


def test_a_draft_that_was_deleted_is_known(town, act, give):
    _server, address = give(http(ASKING), schema="scdl/subventions")
    act(town.secretary, "deposit_delete", id=address["deposit_id"])
    assert act(town.secretary, "deposit_address_show", id=address["id"])["state"] == "set-aside"


def test_a_table_that_lost_its_rows_is_looked_at(town, act, give):
    _server, address = give(http(CONTENT), http(SHORTER))
    waiting = fetch(act, town, address["id"])
    assert (waiting["state"], addresses.existing(address["id"]).outcome["reason"]) == ("to-answer", "fewer")
    act(town.secretary, "deposit_publish", id=waiting["deposit_id"], target=published(act, town)[0]["resource_id"])
    assert act(town.secretary, "deposit_address_show", id=address["id"])["state"] == "published"


def test_data_taken_down_do_not_come_back_by_themselves(town, act, give):
    _server, address = give(http(CONTENT), http(LONGER))
    act(town.secretary, "deposit_withdraw", id=address["package_id"], reason="Un nom")
    assert fetch(act, town, address["id"])["state"] == "to-answer"
    assert package(address["package_id"])["private"]


def test_where_publications_are_approved_it_is_asked_for(town, act, give, animated, mailbox):
    _server, address = give(http(CONTENT))
    assert address["state"] == "requested"
    assert "/accord" in text(mailbox.last(animated.email))
    assert len(mails(town, mailbox)) == 1
    act(animated.name, "deposit_publish", id=address["deposit_id"])
    assert act(town.secretary, "deposit_address_show", id=address["id"])["state"] == "published"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (NOT_FOUND, "404"),
        (http(b"<!DOCTYPE html><html><p>Bienvenue</p>"), "page web"),
        (http(b"%PDF-1.7"), "PDF"),
        (http(b""), "vide"),
        (http(b"x" * 3_000_000), "dépasse 1 Mo"),
        (http(b"short", **{"Content-Length": 5000}), "coupé"),
        (lambda connection: connection.recv(1), "à temps"),
    ],
)
def test_a_fault_is_said_in_french(town, give, visit, ckan_config, monkeypatch, answer, words):
    monkeypatch.setitem(ckan_config, "ckan.max_resource_size", 1)
    monkeypatch.setitem(ckan_config, "ckanext.socle.http.read_time", 0.5)
    _server, address = give(answer)
    assert address["state"] == "fault"
    page = text_of(visit(f"/mon-espace/{town.name}/adresses/{address['id']}").body)
    assert words in page
    assert words in text_of(visit(f"/mon-espace/{town.name}").body)


def test_a_private_address_is_refused(town, act, give, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckanext.socle.http.allowed_networks", [])
    server, address = give(http(CONTENT))
    assert (address["state"], server.requests) == ("fault", [])
    for url in (
        "ftp://mairie.example/a.csv",
        "http://moi:secret@mairie.example/",
        "https://mairie.example:25/",
        "mairie",
    ):
        with pytest.raises(tk.ValidationError):
            act(town.secretary, "deposit_address_update", id=address["id"], url=url)


def test_a_fault_is_told_once_and_so_is_its_end(town, act, give, mailbox):
    _server, address = give(NOT_FOUND, NOT_FOUND, http(status="503 Down"), http(CONTENT), http(CONTENT))
    assert len(mails(town, mailbox)) == 1
    fetch(act, town, address["id"])
    assert len(mails(town, mailbox)) == 1
    fetch(act, town, address["id"])
    assert len(mails(town, mailbox)) == 2
    fetch(act, town, address["id"])
    fetch(act, town, address["id"])
    assert len(mails(town, mailbox)) == 3
    assert "de nouveau" in mails(town, mailbox)[-1]["Subject"].replace("\u00a0", " ")


def test_after_so_many_faults_in_a_row_it_is_paused_with_a_word(
    town, act, give, mailbox, ckan_config, monkeypatch, send
):
    monkeypatch.setitem(ckan_config, "ckanext.deposit.address_failures", 2)
    _server, address = give(NOT_FOUND, NOT_FOUND, http(CONTENT))
    tomorrow = datetime.now(timezone.utc).replace(tzinfo=None) + timedelta(days=1, minutes=1)
    assert datetime.fromisoformat(address["due"]) < tomorrow  # a week would be long
    paused = fetch(act, town, address["id"])
    assert (paused["state"], paused["paused"], paused["due"]) == ("paused", "failures", None)
    assert "2 échecs" in text(mails(town, mailbox)[-1])
    assert address["id"] not in addresses.due()
    send(f"/mon-espace/{town.name}/adresses/{address['id']}/suspendre")
    assert (fetch(act, town, address["id"])["state"], len(mails(town, mailbox))) == ("published", 3)


def test_a_mail_that_could_not_leave_is_sent_another_time(town, act, give, mailbox, ckan_config, monkeypatch):
    with monkeypatch.context() as silent:
        silent.setitem(ckan_config, "smtp.server", None)
        _server, address = give(NOT_FOUND)
    fetch(act, town, address["id"])
    assert len(mails(town, mailbox)) == 1


def test_whoever_gave_it_must_still_publish(town, act, give, mailbox):
    _server, address = give(http(CONTENT), http(LONGER))
    other = factories.User()
    helpers.call_action("organization_member_create", id=town.id, username=other["name"], role="editor")
    helpers.call_action(
        "organization_member_delete", {"user": factories.Sysadmin()["name"]}, id=town.id, username=town.secretary
    )
    addresses.change(address["id"], due=addresses.now())
    assert address["id"] in addresses.due()
    fetching.run(address["id"], addresses.claim(address["id"]).isoformat())
    paused = act(other["name"], "deposit_address_show", id=address["id"])
    assert (paused["paused"], len(act(other["name"], "deposit_version_list", id=address["package_id"]))) == (
        "rights",
        1,
    )
    assert "en son nom" in text(mailbox.last(other["email"]))
    act(other["name"], "deposit_address_update", id=address["id"], paused=False)
    fetching.run(address["id"], addresses.existing(address["id"]).begun.isoformat())
    assert len(act(other["name"], "deposit_version_list", id=address["package_id"])) == 2


def test_the_clock_begins_one_job_for_each_that_is_due(clean_queues, town, act, give):
    server, address = give(http(CONTENT), http(LONGER))
    assert fetching.start_due() == 0
    addresses.change(address["id"], due=addresses.now())
    assert fetching.start_due() >= 1
    assert fetching.start_due() == 0
    jobs.Worker([SLOW]).work(burst=True)
    model.Session.rollback()
    after = act(town.secretary, "deposit_address_show", id=address["id"])
    assert (after["state"], after["fetching"], len(server.requests)) == ("published", False, 2)
    assert datetime.fromisoformat(after["due"]) > addresses.now() + timedelta(days=6)
    assert len(published(act, town)) == 2


def test_a_job_that_was_killed_is_begun_again_and_a_late_one_does_nothing(town, act, give):
    server, address = give(http(CONTENT))
    late = addresses.claim(address["id"])
    addresses.change(address["id"], begun=late - timedelta(seconds=addresses.JOB_SECONDS))
    fetching.run(address["id"], late.isoformat())
    assert len(server.requests) == 1
    assert addresses.claim(address["id"]) is not None
    assert addresses.claim(address["id"]) is None


def test_it_is_changed_stopped_and_removed_on_its_pages(town, act, give, send, visit, serve):
    _server, address = give(http(CONTENT))
    page = f"/mon-espace/{town.name}/adresses/{address['id']}"
    assert send(page, url="ftp://non", every="day").status_code == 200
    elsewhere = f"{serve(http(LONGER)).url}autre.csv"
    assert send(page, url=elsewhere, every="day").status_code == 302
    changed = act(town.secretary, "deposit_address_show", id=address["id"])
    assert (changed["url"], changed["every"], changed["fetching"], changed["state"]) == (
        elsewhere,
        "day",
        True,
        "waiting",
    )
    assert "data-deposit-watch" in visit(page).body
    send(f"{page}/suspendre", paused="1")
    assert act(town.secretary, "deposit_address_show", id=address["id"])["paused"] == "by-hand"
    assert fetch(act, town, address["id"])["paused"] == "by-hand"
    assert "vous l’avez demandé" in visit(page).body
    assert visit(f"{page}/supprimer").status_code == 200
    assert send(f"{page}/supprimer").headers["Location"].endswith(town.name)
    visit(page, status=404)
    assert len(published(act, town)) == 2


def test_these_data_have_one_address(town, act, give, send):
    server, _address = give(http(CONTENT))
    form = {"schema": SCHEMA, "url": server.url, "every": "day"}
    assert send(f"/mon-espace/{town.name}/adresses/donner", **form).status_code == 200
    assert len(act(town.secretary, "deposit_address_list", organization=town.name)) == 1


def test_another_commune_sees_nothing_of_it(town, act, give, visit):
    _server, address = give(http(CONTENT))
    other = factories.Organization(users=[{"name": town.secretary, "capacity": "editor"}])
    visit(f"/mon-espace/{other['name']}/adresses/{address['id']}", status=404)
    stranger = factories.User()["name"]
    with pytest.raises(tk.ObjectNotFound):
        act(stranger, "deposit_address_fetch", id=address["id"])
    assert act(stranger, "deposit_address_list") == []


def test_an_address_that_fails_waits_in_the_list_of_its_territory_until_it_is_mended(town, act, give):
    _server, address = give(NOT_FOUND, http(CONTENT))
    [waits] = waiting.of_bodies({town.id})
    assert (waits.id, waits.kind, waits.text) == (address["id"], "address", address["words"])
    assert waits.link.endswith(f"/mon-espace/{town.name}/adresses/{address['id']}")
    assert fetch(act, town, address["id"])["state"] == "published"
    assert waiting.of_bodies({town.id}) == []


def test_a_file_that_is_blocked_is_not_listed_twice(town, act, give):
    give(http(FAULTY.read_bytes()))
    assert waiting.of_bodies({town.id}) == []


def test_a_fetch_is_in_the_queue_of_what_may_last(town, act, serve):
    waiting_checks = jobs.get_queue().count
    asked = {"organization": town.name, "schema": SCHEMA, "url": serve(http(CONTENT)).url, "every": "week"}
    address = act(town.secretary, "deposit_address_create", **asked)
    slow = [job.args[0] for job in jobs.get_queue(SLOW).jobs]
    assert address["id"] in slow
    assert jobs.get_queue().count == waiting_checks


@pytest.fixture
def alone(town):
    """No addresses of other tests: a merger that was pretended there is undone here."""
    for address in addresses.listed(None):
        addresses.delete(address.id)


@pytest.fixture
def heir(town, alone, monkeypatch):
    """Return a function that has the town merge into a new commune, whose people are returned."""

    def merged():
        new = new_town("Commune nouvelle")
        group = model.Group.get(new.name)
        monkeypatch.setattr(mergers, "successor", lambda each: group if each.name == town.name else None)
        return new

    return merged


def test_an_address_follows_its_commune_into_the_new_one(town, act, give, heir, mailbox):
    _server, address = give(http(CONTENT), http(LONGER))
    new = heir()
    town_id = address["organization"]["id"]
    helpers.call_action("organization_member_create", id=new.name, username=town.secretary, role="editor")
    assert following.follow() == 1
    assert following.follow() == 0
    moved = fetch(act, new, address["id"])
    assert (moved["organization"]["name"], moved["state"]) == (new.name, "published")
    assert package(moved["package_id"])["owner_org"] != town_id
    assert package(address["package_id"])["owner_org"] == town_id
    [mail] = mails(town, mailbox)
    assert "Commune nouvelle" in text(mail)


@pytest.fixture
def merged_town(town, alone):
    """Brunelles, which merged into Arcisses in 2019 as the COG has it; Arcisses, with the same secretary."""
    fields = {"territory_type": "commune", "users": [{"name": town.secretary, "capacity": "editor"}]}
    former, new = model.Group.get(town.id), factories.Organization(title="Arcisses", insee_code="28236", **fields)
    former.title, former.extras = "Brunelles", {**former.extras, "insee_code": "28063", "siren": ""}
    model.Session.commit()
    yield SimpleNamespace(id=new["id"], name=new["name"], secretary=town.secretary)
    # A clean database costs seconds: the next test has its own Arcisses.
    model.Group.get(new["id"]).extras = {}
    model.Session.commit()


@pytest.fixture
def restore(monkeypatch):
    """Return a function that brings the next version of the COG, in which Brunelles is a commune again."""

    def restored():
        known, again = Cog.commune, replace(cog().commune("28236"), code="28063", name="Brunelles", siren=None)
        monkeypatch.setattr(Cog, "former", lambda _cog, _code: None)
        monkeypatch.setattr(Cog, "commune", lambda data, code: again if code == "28063" else known(data, code))

    return restored


def test_a_commune_that_is_restored_has_its_address_back(town, act, give, merged_town, mailbox, restore):
    _server, address = give(http(CONTENT), http(LONGER), http(LONGER))
    assert following.follow() == 1
    assert fetch(act, merged_town, address["id"])["organization"]["name"] == merged_town.name
    restore()
    assert (following.follow(), following.follow()) == (1, 0)
    back = fetch(act, town, address["id"])
    assert (back["organization"]["name"], back["words"], back["package_id"]) == (town.name, "", address["package_id"])
    assert "Brunelles est" in text(mails(town, mailbox)[-1])


def test_an_address_that_a_merger_stopped_goes_on_when_its_commune_is_restored(town, act, give, merged_town, restore):
    server, address = give(http(CONTENT))
    asked = {"organization": merged_town.name, "schema": SCHEMA, "url": f"{server.url}autre.csv", "every": "week"}
    act(town.secretary, "deposit_address_create", **asked)
    assert following.follow() == 1
    restore()
    assert following.follow() == 1
    assert act(town.secretary, "deposit_address_show", id=address["id"])["paused"] == ""


def test_who_does_not_publish_for_the_new_commune_no_longer_publishes_there(act, give, heir, mailbox):
    _server, address = give(http(CONTENT), http(LONGER))
    new = heir()
    following.follow()
    stopped = fetch(act, new, address["id"])
    assert (stopped["paused"], stopped["package_id"]) == ("rights", None)
    assert len(mails(new, mailbox)) == 1


def test_two_communes_that_merge_do_not_publish_over_each_other(town, act, give, heir):
    server, address = give(http(CONTENT))
    new = heir()
    asked = {"organization": new.name, "schema": SCHEMA, "url": f"{server.url}autre.csv", "every": "week"}
    other = act(new.secretary, "deposit_address_create", **asked)
    assert following.follow() == 1
    assert act(town.secretary, "deposit_address_show", id=address["id"])["paused"] == "merged"
    assert following.follow() == 0
    act(new.secretary, "deposit_address_delete", id=other["id"])
    assert following.follow() == 1
    assert act(new.secretary, "deposit_address_show", id=address["id"])["paused"] == ""
