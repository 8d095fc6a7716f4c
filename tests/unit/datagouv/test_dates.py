from datetime import date, datetime, timezone

import pytest

from ckanext.datagouv.dates import full_day, past_moment

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-03-02T09:30:00.123456", (2026, 3, 2, 9, 30)),
        ("2026-03-02T09:30:00+02:00", (2026, 3, 2, 7, 30)),
        ("2026-03-02T09:30:00Z", (2026, 3, 2, 9, 30)),
        ("2026-03-02", (2026, 3, 2, 0, 0)),
        (datetime.fromisoformat("2026-03-02T09:30:00"), (2026, 3, 2, 9, 30)),
    ],
)
def test_moments_are_in_utc_to_the_second(value, moment):
    assert past_moment(value, NOW) == datetime(*moment, tzinfo=timezone.utc)


@pytest.mark.parametrize("value", [None, "", "hier", "2020", "2026-03-02T12:00:01", "0001-01-01T00:00+14:00"])
def test_future_and_unreadable_moments_are_left_out(value):
    assert past_moment(value, NOW) is None


def test_a_local_time_just_past_is_not_the_future():
    assert past_moment("2026-03-02T13:59:00+02:00", NOW) == datetime(2026, 3, 2, 11, 59, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020-05-17", date(2020, 5, 17), date(2020, 5, 17)),
        ("2020-05-17T10:00:00", date(2020, 5, 17), date(2020, 5, 17)),
        ("2020-13", None, None),
        ("bientôt", None, None),
        ("0000", None, None),
        (None, None, None),
    ],
)
def test_periods_are_whole_days(value, first, last):
    assert (full_day(value), full_day(value, last=True)) == (first, last)
