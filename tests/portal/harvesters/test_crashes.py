"""kill -9 on the real consumers, at each stage: run again, the catalogue is what it would have been."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests import helpers
from ckanext.harvest import queue
from ckanext.harvest.model import HarvestJob, HarvestObject
from ckanext.socle.harvesters.datagouv import heart, watch

from tests.portal.harvesters.conftest import errors, extras

CKAN = str(Path(sys.executable).parent / "ckan")
COUNT = 8


@contextmanager
def consumer(name):
    """A consumer of ckanext-harvest, as the launcher starts it; killed at the end, if it is not yet."""
    ini = Path(os.environ["CKAN_INI"])
    mine = ini.with_name("crash.ini")
    network = "ckanext.socle.http.allowed_networks = 127.0.0.0/8"
    mine.write_text(ini.read_text(encoding="utf-8").replace("[app:main]", f"[app:main]\n{network}"), encoding="utf-8")
    command = [CKAN, "-c", str(mine), "harvester", name]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait()


@contextmanager
def datasets_held(wanted):
    """Let nobody write a dataset for as long, so that who begins to is surely caught in the act."""
    with model.meta.engine.begin() as connection:
        if wanted:
            connection.execute(sa.text("LOCK TABLE package IN EXCLUSIVE MODE"))
        yield


def wait_for(condition, seconds=300):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        model.Session.rollback()
        model.Session.expire_all()
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


def states(job_id):
    return [row.state for row in model.Session.query(HarvestObject.state).filter_by(harvest_job_id=job_id)]


def gathered(job_id):
    """The first stage is at its end, all its messages sent."""
    held = queue.get_connection_redis().exists(heart.gather_key(job_id))
    return HarvestJob.get(job_id).gather_finished and not held


def finished(job_id):
    watch.tick()
    model.Session.expire_all()
    return HarvestJob.get(job_id).status == "Finished"


def snapshot():
    """The portal's datasets and what the search knows of them, without the moments of writing."""
    found = {}
    for row in model.Session.query(model.Package).filter_by(type="dataset"):
        shown = helpers.call_action("package_show", id=row.id)
        for each in (shown, *shown["resources"]):
            for key in ("metadata_created", "metadata_modified"):
                each.pop(key, None)
        shown |= {f"extra {key}": value for key, value in extras(shown).items() if key != "harvest_object_id"}
        shown["extras"] = None
        found[row.id] = shown
    indexed = helpers.call_action("package_search", rows=1000, fl="id")["results"]
    return found, sorted(each["id"] for each in indexed)


def differences(one, other):
    """Fields that differ, by dataset; a readable empty dictionary when the catalogues are the same."""
    (these, found), (those, indexed) = one, other
    changed = {
        identifier: {
            key: (these.get(identifier, {}).get(key), those.get(identifier, {}).get(key))
            for key in these.get(identifier, {}).keys() | those.get(identifier, {}).keys()
            if these.get(identifier, {}).get(key) != those.get(identifier, {}).get(key)
        }
        for identifier in these.keys() | those.keys()
    }
    return {key: value for key, value in changed.items() if value} | ({"index": found} if found != indexed else {})


@pytest.fixture
def filled(catalogue, new_source, sysadmin, ckan_config, monkeypatch):
    """A catalogue where one run creates, changes, withdraws and refuses; the job is begun."""
    for number in range(COUNT):
        catalogue.add(number)
    catalogue.datasets[3]["harvest"] = {"domain": "test.ckan.net"}
    monkeypatch.setattr(heart, "SILENCE", 15)
    return new_source()


def start(source, user):
    context = {"user": user, "model": model, "session": model.Session}
    return tk.get_action("harvest_job_create")(context, {"source_id": source["id"], "run": True})["id"]


def to_the_end(job_id):
    with consumer("gather-consumer"), consumer("fetch-consumer"):
        wait_for(lambda: finished(job_id))


@pytest.mark.parametrize("stage", ["gather", "fetch", "import"])
def test_a_run_killed_at_any_stage_ends_as_if_it_had_not_been(stage, catalogue, filled, sysadmin, run):
    expected_ids = {each["id"] for n, each in enumerate(catalogue.datasets) if n != 3}
    job_id = start(filled, sysadmin)
    if stage == "gather":
        catalogue.faults["/api/1/datasets/?"] = ["hang"]
        with consumer("gather-consumer") as process:
            wait_for(lambda: catalogue.asked("/api/1/datasets/?"))
            kill(process)
        assert states(job_id) == []
    else:
        with consumer("gather-consumer"):
            wait_for(lambda: gathered(job_id))
        if stage == "fetch":
            catalogue.faults[f"/api/1/datasets/{catalogue.datasets[5]['id']}"] = ["hang"]
        with datasets_held(stage == "import"), consumer("fetch-consumer") as process:
            if stage == "fetch":
                wait_for(lambda: catalogue.asked(catalogue.datasets[5]["id"]))
            else:
                wait_for(lambda: "IMPORT" in states(job_id))
            kill(process)
        assert set(states(job_id)) - {"COMPLETE"}
    catalogue.faults.clear()
    to_the_end(job_id)
    assert errors({"id": job_id}) == []
    assert set(states(job_id)) == {"COMPLETE"}
    after_kill = snapshot()
    taken = [each["extra datagouv_dataset_id"] for each in after_kill[0].values()]
    assert set(taken) == expected_ids
    # The same catalogue, taken anew without a kill.
    context = {"user": sysadmin, "model": model, "session": model.Session}
    tk.get_action("harvest_source_clear")(context, {"id": filled["id"]})
    model.Session.expire_all()
    assert snapshot()[0] == {}
    run(filled)
    assert differences(snapshot(), after_kill) == {}


def test_an_idle_consumer_waits(portal):
    with consumer("gather-consumer") as process, pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=25)


def test_a_message_that_redis_lost_is_found_again(catalogue, filled, sysadmin):
    job_id = start(filled, sysadmin)
    queue.purge_queues()
    model.Session.query(HarvestJob).filter_by(id=job_id).update({"created": "2020-01-01"})
    model.Session.commit()
    assert watch.revive() == 1
    assert watch.revive() == 0


def now():
    return datetime.now().strftime(heart.FORMAT)  # noqa: DTZ005


def test_only_what_nobody_holds_is_sent_again(catalogue, filled, sysadmin):
    redis = queue.get_connection_redis()
    job_id = start(filled, sysadmin)
    with consumer("gather-consumer"):
        wait_for(lambda: gathered(job_id))
    fetches = queue.get_fetch_routing_key()
    everything = sorted(redis.lrange(fetches, 0, -1))
    assert len(everything) == COUNT
    context = {"user": sysadmin, "model": model, "session": model.Session}
    taken = json.loads(redis.lpop(fetches))["harvest_object_id"]
    redis.set(heart.fetch_key(taken), now())
    tk.get_action("harvest_jobs_run")(context, {})
    assert redis.llen(fetches) == COUNT - 1
    redis.delete(heart.fetch_key(taken))
    redis.delete(fetches)
    redis.set(heart.gather_key(job_id), now())
    tk.get_action("harvest_jobs_run")(context, {})
    assert redis.llen(fetches) == 0
    redis.delete(heart.gather_key(job_id))
    tk.get_action("harvest_jobs_run")(context, {})
    assert sorted(redis.lrange(fetches, 0, -1)) == everything


def test_a_stuck_run_is_stopped_with_a_word(filled, sysadmin):
    job_id = start(filled, sysadmin)
    assert watch.stop_stuck(30) == 0
    model.Session.query(HarvestJob).filter_by(id=job_id).update({"created": "2020-01-01"})
    model.Session.commit()
    assert watch.stop_stuck(30) == 1
    job = HarvestJob.get(job_id)
    assert job.status == "Finished"
    assert len(job.gather_errors) == 1
