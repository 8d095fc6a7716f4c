from datetime import datetime, timezone

import pytest

from ckanext.pg_search.errors import QueryError
from ckanext.pg_search.query.dates import parse

NOW = datetime(2026, 3, 31, 15, 42, 7, 123456, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NOW", "2026-03-31T15:42:07.123456"),
        ("NOW-7DAYS", "2026-03-24T15:42:07.123456"),
        ("NOW/DAY", "2026-03-31T00:00:00"),
        ("NOW/HOUR", "2026-03-31T15:00:00"),
        ("NOW/MINUTE", "2026-03-31T15:42:00"),
        ("NOW/SECOND", "2026-03-31T15:42:07"),
        ("NOW/MONTH-1MONTH", "2026-02-01T00:00:00"),
        ("NOW-1MONTH", "2026-02-28T15:42:07.123456"),
        ("NOW/YEAR+2YEARS", "2028-01-01T00:00:00"),
        ("2026-01-31T10:00:00Z", "2026-01-31T10:00:00"),
        ("2026-01-31T10:00:00.25Z", "2026-01-31T10:00:00.250000"),
        ("2026-01-31T10:00:00.123456789Z", "2026-01-31T10:00:00.123456"),
        ("2026-01-31T10:00:00+02:00", "2026-01-31T08:00:00"),
        ("2026-01-31T10:00:00Z/DAY+1DAY", "2026-02-01T00:00:00"),
        ("2026-01-31", "2026-01-31T00:00:00"),
    ],
)
def test_dates_and_their_arithmetic(text, expected):
    assert parse(text, NOW).replace(tzinfo=None).isoformat() == expected


@pytest.mark.parametrize(
    "text", ["", "hier", "2026-13-01T00:00:00Z", "NOW-9DECADES", "NOW+999999YEARS", "2026", "NOW NOW", "NOW-DAY"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(QueryError):
        parse(text, NOW)
