"""Dates of every French habit."""

import pytest

DATE = {"type": "date"}
MOMENT = {"type": "datetime"}
PERIOD = {"constraints": {"pattern": r"^[0-9]{4}\-[0-9]{2}\-[0-9]{2}(\/[0-9]{4}\-[0-9]{2}\-[0-9]{2})?$"}}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("31/12/2024", "2024-12-31"),
        ("31-12-24", "2024-12-31"),
        ("31.12.2024", "2024-12-31"),
        ("31 12 2024", "2024-12-31"),
        ("31 décembre 2024", "2024-12-31"),
        ("31-déc.-24", "2024-12-31"),
        ("mardi 31 DECEMBRE 2024", "2024-12-31"),
        ("1er\u00a0janvier 2024", "2024-01-01"),
        ("45657", "2024-12-31"),
        ("45657,5", "2024-12-31"),
        ("20241231", "2024-12-31"),
        ("2024/12/31", "2024-12-31"),
        ("2024-12-31T00:00:00", "2024-12-31"),
        ("31/12/2024 à 18h30", "2024-12-31"),
        ("2024-1-5", "2024-01-05"),
        (" 2024-12-31 ", "2024-12-31"),
        ("24-12-31", "2024-12-31"),
        ("05/05/2024", "2024-05-05"),
        ("05.06.2024", "2024-06-05"),
        ("31/12/85", "1985-12-31"),
    ],
)
def test_a_date(one, written, meant):
    assert one(written, DATE) == meant


@pytest.mark.parametrize(
    "written", ["2024-02-30", "31/02/2024", "décembre 2024", "2024", "99999", "2024-12-31T23:30:00Z", "demain", "31/12"]
)
def test_what_is_no_date_stays(column, written):
    assert column([written], DATE).proposals == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2025-01-16", "2025-01-16T00:00:00"),
        ("16/01/2025 08:30", "2025-01-16T08:30:00"),
        ("16 janvier 2025 à 8h30", "2025-01-16T08:30:00"),
        ("16/01/2025 08:30:15", "2025-01-16T08:30:15"),
        ("2025/01/16 08:30+01:00", "2025-01-16T08:30:00+01:00"),
        ("45673.25", "2025-01-16T06:00:00"),
    ],
)
def test_a_date_with_time(one, written, meant):
    assert one(written, MOMENT) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("31/12/2024", "2024-12-31"),
        ("du 1er janvier 2024 au 31 décembre 2024", "2024-01-01/2024-12-31"),
        ("13/01/2024-31/12/2024", "2024-01-13/2024-12-31"),
        ("2024-01-13 / 2024-12-31", "2024-01-13/2024-12-31"),
        ("2024-01-13_2024-12-31", "2024-01-13/2024-12-31"),
    ],
)
def test_a_period_in_a_text(one, written, meant):
    assert one(written, PERIOD) == meant


def test_a_format_of_the_schema_is_followed(one):
    assert one("2024-12-31", DATE | {"format": "%d/%m/%Y"}) == "31/12/2024"


def test_a_date_that_reads_in_two_ways_is_asked(column):
    asked = column(["05/06/2024", "2024-01-01"], DATE)
    assert asked.values == ["05/06/2024", "2024-01-01"]
    assert asked.choices == {"day-first": "2024-06-05", "month-first": "2024-05-06"}
    assert (asked.questions[0].cells, asked.questions[0].key) == (1, "date:1")
    assert "05/06/2024" in asked.questions[0].message("fr")


def test_one_date_over_twelve_decides_for_its_column(column):
    assert column(["05/06/2024", "31/12/2024"], DATE).values == ["2024-06-05", "2024-12-31"]
    assert column(["05/06/2024", "12/31/2024"], DATE).values == ["2024-05-06", "2024-12-31"]


def test_two_contrary_habits_are_asked(column):
    mixed = column(["05/06/2024", "31/12/2024", "12/31/2024"], DATE)
    assert mixed.values == ["05/06/2024", "2024-12-31", "2024-12-31"]
    assert len(mixed.questions) == 1


@pytest.mark.parametrize(("answer", "meant"), [("month-first", "2024-05-06"), ("keep", "05/06/2024")])
def test_an_answer_decides(column, answer, meant):
    assert column(["05/06/2024"], DATE, answers={"date:1": answer}).values == [meant]
