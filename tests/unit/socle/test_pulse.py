"""Work in the background says how far it is, and hears that nobody wants it any more."""

import pytest

from ckanext.scdl import progress
from ckanext.socle import pulse
from ckanext.socle.pulse import Pulse, UnwantedError

COURSE = ({"work": {"judging": [(10, 90)]}}, {"work": 10, "end": 90})


def test_what_is_done_is_written_with_its_rows(monkeypatch):
    monkeypatch.setattr(pulse, "ASK_SECONDS", 0)
    written = []
    with Pulse(lambda each: not written.append(each), progress.Course(*COURSE), "work"):
        progress.told("judging", 500, 1000)
    assert written == [{"step": "work", "done": 10}, {"step": "work", "done": 50, "row": 500, "of": 1000}]


def test_work_that_nobody_wants_stops_within_a_pass(monkeypatch):
    monkeypatch.setattr(pulse, "ASK_SECONDS", 0)
    seen = []
    with pytest.raises(UnwantedError), Pulse(lambda each: "of" not in each, progress.Course(*COURSE), "work"):
        for row in progress.each(range(10_000), "judging", 10_000):
            seen.append(row)
    assert len(seen) < 10_000


def test_nothing_is_followed_after_the_block():
    with Pulse(lambda _each: True, progress.Course(*COURSE), "work"):
        pass
    assert list(progress.each(range(2), "judging")) == [0, 1]
