from dataclasses import replace

import pytest
from ckanext.socle.harvesters.datagouv.api import Crawl
from ckanext.socle.harvesters.datagouv.entries import read_entry
from ckanext.socle.harvesters.datagouv.gathering import plan
from ckanext.socle.harvesters.datagouv.records import REFUSED, RETIRE, RETIRED, TAKE, TAKEN, VERIFY, Memory
from ckanext.socle.harvesters.datagouv.settings import Exclusion, Settings

from tests.unit.harvesters.catalogue import new_id, read

SETTINGS = Settings()


def entry(number, **changes):
    return read_entry(read("dataset.json") | {"id": new_id(number), "slug": f"jeu-{number}"} | changes)


def crawled(*entries, steady=True):
    return Crawl({each.id: each for each in entries}, steady, len(entries))


def remembered(found, outcome=TAKEN, **changes):
    return replace(Memory(fingerprint=found.fingerprint(SETTINGS.digest()), outcome=outcome, portal="s"), **changes)


def todo(crawl, known, settings=SETTINGS, excluded=(), stamp="s"):
    return {guid: memory.action for guid, memory in plan(crawl, known, settings, excluded, stamp).todo.items()}


@pytest.mark.parametrize(
    ("outcome", "changes", "stamp", "expected"),
    [
        (TAKEN, {}, "s", {}),
        (TAKEN, {}, "other", {}),
        (TAKEN, {"fingerprint": "old"}, "s", {new_id(1): TAKE}),
        (TAKEN, {"missing": 1}, "s", {new_id(1): TAKE}),
        (REFUSED, {}, "s", {}),
        (REFUSED, {}, "other", {new_id(1): TAKE}),
        (RETIRED, {}, "s", {new_id(1): TAKE}),
    ],
)
def test_what_is_known_is_compared(outcome, changes, stamp, expected):
    one = entry(1)
    assert todo(crawled(one), {one.id: remembered(one, outcome, **changes)}, stamp=stamp) == expected


def test_other_settings_look_at_everything_anew():
    one = entry(1)
    assert todo(crawled(one), {one.id: remembered(one)}, Settings(files="mirror")) == {one.id: TAKE}


def test_what_left_the_list_is_asked_for():
    one = entry(1)
    known = {
        one.id: remembered(one),
        new_id(2): remembered(entry(2), REFUSED),
        new_id(3): remembered(entry(3), RETIRED),
    }
    made = plan(crawled(), known, SETTINGS, (), "s")
    assert {guid: (memory.action, memory.leaving) for guid, memory in made.todo.items()} == {one.id: (VERIFY, True)}


def test_a_list_that_moved_proves_no_absence():
    one = entry(1)
    made = plan(crawled(steady=False), {one.id: remembered(one)}, SETTINGS, (), "s")
    assert made.todo[one.id].leaving is False
    assert [each.code for each in made.problems] == ["selection-unsteady"]


@pytest.mark.parametrize(("lost", "missing", "leaving"), [(10, 0, True), (12, 0, False), (12, 1, True)])
def test_a_great_loss_is_believed_at_the_second_time(lost, missing, leaving):
    everything = [entry(number) for number in range(15)]
    known = {each.id: remembered(each, missing=missing if n < lost else 0) for n, each in enumerate(everything)}
    made = plan(crawled(*everything[lost:]), known, SETTINGS, (), "s")
    assert {memory.leaving for memory in made.todo.values() if memory.action == VERIFY} == {leaving}
    assert [each.code for each in made.problems] == ([] if leaving else ["selection-shrank"])


@pytest.mark.parametrize(
    "exclude",
    [Exclusion(datasets=("jeu-1",)), Exclusion(datasets=(new_id(1),)), Exclusion(tags=("subventions",))],
)
def test_what_is_left_out_is_not_taken_and_leaves(exclude):
    one, settings = entry(1), Settings(exclude=exclude)
    assert todo(crawled(one), {}, settings) == {}
    assert todo(crawled(one), {one.id: remembered(one)}, settings) == {one.id: RETIRE}


def test_a_producer_is_left_out_by_its_identifier():
    one = entry(1)
    assert todo(crawled(one), {}, excluded=["64a1000000000000000000d1"]) == {}
