"""Checks in jobs: killed, cancelled, overtaken; addresses whose content changes; schemas that have new versions."""

import os
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model

from ckanext.scdl_validation import checking, jobs, queue, states, versions
from ckanext.scdl_validation.model import FileState
from tests.portal.scdl_validation.conftest import FAULTY, PERSONAL, SCHEMA, VALID, shown, state_of, upload


@pytest.fixture(autouse=True)
def alone(town):
    """No check of another test is left over: nothing but an interrupted one is taken up."""
    model.Session.execute(sa.delete(FileState))
    model.Session.commit()


@pytest.fixture
def slow(monkeypatch):
    """Checks last until they are told to end."""
    flag = threading.Event()
    real = checking.results.check

    def check(data, subject, say):
        say("checking")
        flag.wait(300)
        return real(data, subject, say)

    monkeypatch.setattr(checking.results, "check", check)
    return flag


def until(condition, seconds=200):
    """Wait for what another thread writes; what this one has read already is read anew."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline
        model.Session.commit()
        time.sleep(0.05)
    return value


def age(resource, seconds=1000):
    """Make the last sign of life of a check an old one."""
    old = sa.text("UPDATE file_state SET modified = modified - make_interval(secs => :seconds) WHERE resource_id = :id")
    model.Session.execute(old, {"seconds": seconds, "id": resource["id"]})
    model.Session.commit()


WORKER = """
import sys, time
from ckan.cli.cli import ckan
from ckanext.scdl_validation import checking
checking.results.check = lambda *arguments: (print("busy", flush=True), time.sleep(60))
sys.argv = ["ckan", "-c", {ini!r}, "socle", "worker", "--burst"]
ckan()
"""


def kill_while_busy(resource):
    """Let a real worker begin the check of a file, then kill it and its children without warning."""
    code = WORKER.format(ini=os.environ["CKAN_INI"])
    worker = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        for line in worker.stdout:
            if line.strip() == "busy":
                break
        assert state_of(resource).step == "running"
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
    model.Session.commit()


def test_a_killed_check_is_begun_again_once(publish, later, work, status, app):
    resource = publish()
    kill_while_busy(resource)
    assert jobs.take_up() == 0
    age(resource)
    assert jobs.take_up() == 1
    assert jobs.take_up() == 0
    work()
    assert (status(resource)["status"], state_of(resource).attempts) == ("success", 2)


def test_a_check_killed_twice_is_given_up_with_a_sentence(publish, later, status, app):
    resource = publish()
    for _ in range(2):
        kill_while_busy(resource)
        age(resource)
        jobs.take_up()
    found = status(resource)
    assert (found["status"], found["held"]["code"]) == ("error", "waiting")
    assert "twice" in found["error"]["message"][0] or "deux fois" in found["error"]["message"][0]
    assert shown(resource)["validation_status"] == "error"


def test_a_check_that_the_queue_lost_is_put_there_again(publish, later, work, status):
    resource = publish()
    queue.stop(state_of(resource).run)
    age(resource)
    assert jobs.take_up() == 1
    work()
    assert status(resource)["status"] == "success"


def test_a_check_that_waits_long_is_left_in_its_place(publish, later):
    resource = publish()
    age(resource)
    assert jobs.take_up() == 0


def test_a_waiting_check_is_cancelled(publish, later, act, town, work, status):
    resource = publish()
    act(town.secretary, "resource_validation_cancel", resource_id=resource["id"])
    work()
    found = status(resource)
    assert (found["status"], found["progress"]) == ("error", {})
    with pytest.raises(tk.ObjectNotFound):
        act(town.secretary, "resource_validation_cancel", resource_id=resource["id"])


def run_in_thread(resource):
    run = state_of(resource).run

    def work():
        checking.run(resource["id"], run)
        model.Session.remove()

    thread = threading.Thread(target=work)
    thread.start()
    until(lambda: state_of(resource).step == "running")
    return thread


def test_a_running_check_tells_how_far_it_is(publish, later, status, slow):
    resource = publish()
    thread = run_in_thread(resource)
    until(lambda: status(resource)["progress"].get("done"))
    progress = status(resource)["progress"]
    slow.set()
    thread.join()
    assert progress == {"step": "checking", "done": checking.BEGINS["checking"]}
    model.Session.commit()
    assert status(resource)["progress"] == {}


def test_what_a_cancelled_check_finds_is_not_written(publish, later, act, town, status, slow):
    resource = publish()
    thread = run_in_thread(resource)
    act(town.secretary, "resource_validation_cancel", resource_id=resource["id"])
    slow.set()
    thread.join()
    model.Session.commit()
    assert status(resource)["status"] == "error"


def test_a_file_replaced_while_it_is_checked_gets_the_verdict_of_the_new_one(
    publish, later, act, town, work, status, slow
):
    resource = publish()
    thread = run_in_thread(resource)
    act(town.secretary, "resource_patch", id=resource["id"], upload=upload(FAULTY))
    slow.set()
    thread.join()
    model.Session.commit()
    assert status(resource)["status"] == "created"
    work()
    assert status(resource)["status"] == "failure"


def test_a_replacement_that_failed_half_way_is_looked_at_again(publish, work, app):
    resource = publish()
    states.hold_now(resource["id"])
    age(resource)
    assert jobs.take_up() == 1
    work()
    assert state_of(resource).held == ""


@pytest.fixture
def server(monkeypatch):
    """A server with one file, which says that it did not change when asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            server.asked.append(dict(self.headers))
            tag = f'"{hash(server.content)}"'
            if self.headers.get("If-None-Match") == tag and server.tags:
                self.send_response(304)
                self.end_headers()
                return
            self.send_response(server.status)
            if server.tags:
                self.send_header("ETag", tag)
            self.send_header("Content-Type", "text/csv")
            self.send_header("Content-Length", str(len(server.content)))
            self.end_headers()
            self.wfile.write(server.content)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.content, server.tags, server.status, server.asked = VALID, True, 200, []
    server.url = f"http://127.0.0.1:{server.server_port}/table.csv"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    monkeypatch.setitem(tk.config, "ckanext.socle.http.allowed_networks", ["127.0.0.0/8"])
    monkeypatch.setitem(tk.config, "ckanext.socle.http.retries", 0)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def linked(publish, server, work):
    resource = publish(None, url=server.url)
    work()
    return resource


def test_the_file_behind_a_link_is_checked(linked, status):
    assert status(linked)["status"] == "success"
    assert state_of(linked).etag


@pytest.mark.parametrize("tags", [True, False])
def test_an_address_that_did_not_change_is_not_checked_again(linked, server, tags, monkeypatch):
    server.tags = tags
    monkeypatch.setattr(checking, "finish", lambda *_: pytest.fail("checked again"))
    assert jobs.look_at(linked["id"]) is False
    assert "If-None-Match" in server.asked[-1]


@pytest.mark.parametrize("tags", [True, False])
def test_an_address_whose_content_changed_is_checked(linked, server, status, tags):
    server.content, server.tags = FAULTY, tags
    assert jobs.look_at(linked["id"]) is True
    assert (status(linked)["status"], shown(linked)["validation_status"]) == ("failure", "failure")


def test_the_addresses_not_asked_for_longest_come_first(linked, policy, server):
    policy(addresses_per_night=1)
    others = [each.resource_id for each in states.to_look_at(1000)]
    assert linked["id"] in others
    before = len(server.asked)
    for _ in others:
        jobs.look_at_addresses()
    assert len(server.asked) > before


def test_an_address_that_fails_keeps_the_last_verdict(linked, server, status):
    server.status = 404
    assert jobs.look_at(linked["id"]) is False
    assert status(linked)["status"] == "success"


def test_a_private_address_is_refused_with_a_sentence(publish, server, work, status, monkeypatch):
    monkeypatch.setitem(tk.config, "ckanext.socle.http.allowed_networks", [])
    resource = publish(None, url=server.url)
    work()
    found = status(resource)
    assert (found["status"], server.asked) == ("error", [])
    assert found["error"]["message"][0]


def test_personal_data_behind_a_link_closes_it(publish, server, work, app):
    server.content = VALID.replace(b"DELIB_URL\n", b"DELIB_URL,telephone_portable\n", 1).replace(
        b",0,0,\n", b",0,0,,06 12 34 56 78\n"
    )
    resource = publish(None, url=server.url)
    work()
    assert state_of(resource).held == "undecided"


def test_a_newer_version_of_the_schema_is_tried_and_offered(publish, status):
    old = SCHEMA.replace("2.1.5", "2.1.3")
    resource = publish(schema=old)
    assert status(resource)["newer_schema"] == {"version": "2.1.5", "url": SCHEMA, "valid": None}
    assert jobs._follow(resource["id"]) is True
    assert jobs._follow(resource["id"]) is False
    found = status(resource)
    assert (found["newer_schema"]["valid"], found["report"]["schema"]["version"]) == (True, "2.1.3")


def test_an_address_of_the_latest_version_follows_the_registry(publish, status, work):
    latest = "https://schema.data.gouv.fr/schemas/scdl/deliberations/latest/schema.json"
    resource = publish(schema=latest)
    states.put(resource["id"], schema=SCHEMA.replace("2.1.5", "2.1.3"))
    model.Session.commit()
    assert jobs._follow(resource["id"]) is True
    work()
    assert state_of(resource).schema == SCHEMA
    assert versions.newer(SCHEMA) is None


def test_a_check_of_a_file_that_is_gone_ends(publish, later, act, town, work):
    resource = publish(PERSONAL)
    act(town.secretary, "resource_delete", id=resource["id"])
    work()
    assert state_of(resource) is None
