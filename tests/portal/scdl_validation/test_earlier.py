"""What a commune has published already is known to the check of its next file."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import ckan.plugins.toolkit as tk
import pytest
import rq
from ckan.lib import jobs

from ckanext.scdl_validation import earlier, stored
from ckanext.socle.queues import SLOW
from tests.portal.scdl_validation.conftest import FILES, VALID, shown, state_of, upload

EQUIPMENTS = (FILES / "equipements-chateaudun.csv").read_bytes()
SCHEMAS = "https://schema.data.gouv.fr/schemas"
EQUIPMENT_SCHEMA = f"{SCHEMAS}/scdl/equipements/latest/schema.json"
ADDRESS_SCHEMA = f"{SCHEMAS}/etalab/schema-bal/latest/schema.yml"


def warned(status, resource):
    report = status(resource)["report"]
    return [(each["code"], each["row"], each["value"]) for each in report["warnings"]]


def otherwise(content):
    """The same acts, the subject of the first told in other words."""
    lines = content.decode().splitlines(keepends=True)
    place = lines[0].split(",").index("DELIB_OBJET")
    first = lines[1].split(",")
    first[place] = "Autre objet"
    return "".join([lines[0], ",".join(first), *lines[2:]]).encode()


def addresses(count=12):
    """A Base Adresse Locale of Châteaudun with so many numbers."""
    header, first, *_ = (FILES / "bal-chateaudun.csv").read_text().splitlines()
    cells = dict(zip(header.split(";"), first.split(";"), strict=True))
    own = [{"cle_interop": f"28088_0245_{index:05}", "numero": str(index)} for index in range(1, count + 1)]
    return "\n".join([header, *(";".join((cells | each).values()) for each in own), ""]).encode()


def test_a_row_that_is_published_with_another_content_is_said(publish, status):
    publish(name="deliberations-2024.csv")
    found = warned(status, publish(otherwise(VALID)))
    assert ("published-otherwise", 2, "Autre objet") in found


def test_a_file_that_takes_the_place_of_another_is_not_compared_with_it(publish, status, act, town):
    resource = publish()
    act(town.secretary, "resource_patch", id=resource["id"], upload=upload(otherwise(VALID)), url="table.csv")
    assert "published-otherwise" not in {code for code, *_ in warned(status, resource)}


@pytest.mark.parametrize("reason", ["another body's", "private", "the operator does not want it"])
def test_only_ones_own_public_files_count(publish, status, neighbour, act, policy, reason):
    if reason == "another body's":
        publish(owner=neighbour)
    else:
        earlier = publish()
        package = shown(earlier)["package_id"]
        if reason == "private":
            tk.get_action("package_patch")({"ignore_auth": True}, {"id": package, "private": True})
        else:
            policy(compare_size=0)
    assert "published-otherwise" not in {code for code, *_ in warned(status, publish(otherwise(VALID)))}


def test_what_stands_far_from_the_communes_addresses_is_said(publish, status):
    publish(addresses(), schema=ADDRESS_SCHEMA, name="bal.csv")
    far = EQUIPMENTS.replace(b"48.070203", b"49.070203", 1)
    found = warned(status, publish(far, schema=EQUIPMENT_SCHEMA))
    assert [each for each in found if each[0] == "outside-commune"] == [("outside-commune", 2, "49.070203")]


def test_a_few_addresses_do_not_tell_where_a_commune_ends(publish, status):
    publish(addresses(3), schema=ADDRESS_SCHEMA, name="bal.csv")
    far = EQUIPMENTS.replace(b"48.070203", b"49.070203", 1)
    assert "outside-commune" not in {code for code, *_ in warned(status, publish(far, schema=EQUIPMENT_SCHEMA))}


@pytest.fixture
def compare():
    """Return a function that does the comparisons that wait in the queue of slow work, in this process."""
    queue = jobs.get_queue(SLOW)
    queue.empty()
    failed = len(queue.failed_job_registry)

    def done():
        rq.SimpleWorker([queue], connection=queue.connection).work(burst=True)
        assert len(queue.failed_job_registry) == failed

    return done


@pytest.fixture
def elsewhere(monkeypatch):
    """A server of somebody else with one table."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(server.status)
            self.send_header("Content-Length", str(len(server.content)))
            self.end_headers()
            self.wfile.write(server.content)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.content, server.status = VALID, 200
    server.url = f"http://127.0.0.1:{server.server_port}/table.csv"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    monkeypatch.setitem(tk.config, "ckanext.socle.http.allowed_networks", ["127.0.0.0/8"])
    monkeypatch.setitem(tk.config, "ckanext.socle.http.retries", 0)
    yield server
    server.shutdown()
    server.server_close()


def large():
    """A file that is over the size of a check: a megabyte of spaces after the acts."""
    lines = VALID.decode().splitlines()
    return "\n".join([*lines, *([" " * 100 + "," * lines[0].count(",")] * 10_500), ""]).encode()


def test_a_large_published_file_is_compared_afterwards(publish, status, policy, work, compare):
    policy(compare_size=1)
    publish(large(), name="archives.csv")
    work()
    resource = publish(otherwise(VALID))
    assert "published-otherwise" not in {code for code, *_ in warned(status, resource)}
    compare()
    assert ("published-otherwise", 2, "Autre objet") in warned(status, resource)
    assert shown(resource)["validation_status"] == status(resource)["status"]


def test_a_published_file_behind_an_address_is_compared_afterwards(publish, status, work, compare, elsewhere):
    publish(None, url=elsewhere.url)
    work()
    resource = publish(otherwise(VALID))
    compare()
    assert ("published-otherwise", 2, "Autre objet") in warned(status, resource)


def test_of_hundreds_of_addresses_the_newest_are_compared(publish, status, work, compare, elsewhere, monkeypatch):
    monkeypatch.setattr(earlier, "MOST_FAR", 1)
    publish(None, url=elsewhere.url)
    work()
    elsewhere.content = EQUIPMENTS
    publish(None, url=elsewhere.url)
    work()
    resource = publish(otherwise(VALID))
    compare()
    assert "published-otherwise" not in {code for code, *_ in warned(status, resource)}


@pytest.mark.parametrize("most", [stored.MOST_CELLS, 10])
def test_the_rows_that_the_portal_has_of_an_address_are_compared(
    publish, status, work, compare, elsewhere, monkeypatch, most
):
    monkeypatch.setattr(stored, "MOST_CELLS", most)
    linked = publish(None, url=elsewhere.url)
    work()
    header, *lines = VALID.decode().splitlines()
    fields = [{"id": name, "type": "text"} for name in header.split(",")]
    records = [dict(zip(header.split(","), line.split(","), strict=True)) for line in lines if '"' not in line]
    as_operator = {"ignore_auth": True}
    tk.get_action("datastore_create")(
        as_operator, {"resource_id": linked["id"], "fields": fields, "records": records, "force": True}
    )
    # What is too much for the memory is read from the address.
    elsewhere.status = 200 if most == 10 else 500
    resource = publish(otherwise(VALID))
    compare()
    codes = {code for code, *_ in warned(status, resource)}
    assert "published-unread" not in codes
    assert "published-otherwise" in codes


@pytest.mark.parametrize("reason", ["does not answer", "is inside the network", "is no table"])
def test_what_could_not_be_read_is_said_with_its_reason(publish, status, work, compare, elsewhere, monkeypatch, reason):
    publish(None, url=elsewhere.url)
    work()
    if reason == "does not answer":
        elsewhere.status = 503
    elif reason == "is inside the network":
        monkeypatch.setitem(tk.config, "ckanext.socle.http.allowed_networks", [])
    else:
        elsewhere.content = b"<!doctype html><html><body>Page introuvable</body></html>"
    resource = publish(otherwise(VALID))
    compare()
    (said,) = [each for each in status(resource)["report"]["warnings"] if each["code"] == "published-unread"]
    assert elsewhere.url in said["message"]
    assert status(resource)["status"] == "success"


def test_a_file_that_was_replaced_meanwhile_keeps_its_own_report(publish, act, town, status, policy, work, compare):
    policy(compare_size=1)
    publish(large(), name="archives.csv")
    work()
    resource = publish(otherwise(VALID))
    act(town.secretary, "resource_patch", id=resource["id"], upload=upload(VALID), url="table.csv")
    before = state_of(resource).file_hash
    compare()
    assert state_of(resource).file_hash == before
    assert "published-otherwise" not in {code for code, *_ in warned(status, resource)}


def test_what_finds_nothing_more_changes_nothing(publish, status, policy, work, compare):
    policy(compare_size=1)
    publish(large(), name="archives.csv")
    work()
    resource = publish(VALID, name="memes.csv")
    before = status(resource)["finished"]
    compare()
    assert status(resource)["finished"] == before
