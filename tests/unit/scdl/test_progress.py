"""Work on a file tells how far it is, row by row, and can be stopped from there."""

from pathlib import Path

import pytest

from ckanext.scdl import progress, registry
from ckanext.scdl.checking import check
from ckanext.scdl.reading import read
from ckanext.scdl.repairing import repairer

FILES = Path(__file__).parents[3] / "test-data" / "scdl"
DELIBERATIONS = registry.find("scdl/deliberations")
FAULTY = FILES / "deliberations-chateaudun-erreurs.csv"


def many(count: int) -> bytes:
    header, *rows = FAULTY.read_bytes().splitlines(keepends=True)
    return header + b"".join(rows * (count // len(rows)))


@pytest.mark.parametrize("enough", [1, 10**9])
def test_every_row_that_is_judged_is_told(enough: int) -> None:
    said: list[tuple[str, int, int]] = []
    with progress.following(lambda *each: said.append(each)):
        table = read(many(5_000))
        check(table, DELIBERATIONS, enough)
    judged = [(done, total) for step, done, total in said if step == progress.JUDGING]
    assert len(judged) > 1
    assert judged[-1][0] == judged[-1][1] > 0
    assert [done for done, _ in judged] == sorted(done for done, _ in judged)
    assert {step for step, *_ in said} >= {progress.READING, progress.JUDGING}


def test_work_stops_in_the_middle_of_a_pass() -> None:
    def stop(step: str, done: int, total: int) -> None:
        if step == progress.JUDGING and done:
            raise KeyError(done)

    with pytest.raises(KeyError) as stopped, progress.following(stop):
        check(read(many(5_000)), DELIBERATIONS, 10**9)
    assert stopped.value.args == (progress.EVERY,)


def test_repairs_are_told_too() -> None:
    steps = []
    report = check(read(FAULTY), DELIBERATIONS)
    with progress.following(lambda step, _done, _total: steps.append(step)):
        repairer.plan_for(report)
    assert progress.MENDING in steps


def test_nobody_who_follows_nothing_told() -> None:
    assert list(progress.each(range(3), progress.READING)) == [0, 1, 2]


def test_a_course_never_goes_back_and_a_pass_begun_anew_takes_its_next_share() -> None:
    course = progress.Course({"work": {"judging": [(10, 30), (50, 60)]}}, {"work": 10, "end": 90})
    course.enter("work")
    seen = []
    for done in (0, 50, 100, 0, 100, 0, 50):
        course.advance("judging", done, 100)
        seen.append(course.done)
    assert seen == [10, 20, 30, 50, 60, 60, 60]
    course.advance("another pass", 1, 2)
    course.advance("judging", 7, 0)
    course.enter("end")
    assert course.done == 90
