"""The animator's grid: filters, order, the three things to do."""

import csv
import io

import openpyxl
import pytest

from ckanext.observatory import desk, export


def cell(state="published", late=False, published="2026-05-01", valid=True):
    return {
        "state": state,
        "late": late,
        "published": published,
        "valid": valid,
        "next_date": "2027-06-30",
        "due": "2027-06-30",
    }


def row(title, group="Grand Châteaudun", address="mairie@exemple.fr", contact="", **cells):
    return desk.Row(title, title.lower(), title, "28088", "212800882", group, address, cells, contact)


LATE = row("Élancourt", budget=cell("late", late=True, published=None))
DONE = row("Abondant", group="Agglo de Dreux", budget=cell())
WRONG = row("Châteaudun", address="", budget=cell("to-correct"))
ROWS = [LATE, DONE, WRONG]


def titles(**asked):
    return [each.title for each in desk.chosen(ROWS, desk.Asked(**asked))]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Abondant", "Châteaudun", "Élancourt"]),
        ({"q": "elan"}, ["Élancourt"]),
        ({"q": "28088 chat"}, ["Châteaudun"]),
        ({"group": "Agglo de Dreux"}, ["Abondant"]),
        ({"state": "late"}, ["Élancourt"]),
        ({"state": "to-correct"}, ["Châteaudun"]),
        ({"state": desk.NEVER}, ["Élancourt"]),
        ({"state": desk.NO_ADDRESS}, ["Châteaudun"]),
        ({"sort": "late"}, ["Élancourt", "Abondant", "Châteaudun"]),
    ],
)
def test_filters_and_order(asked, found):
    assert titles(**asked) == found


def test_what_an_address_asks_that_is_unknown_counts_for_nothing():
    assert desk.read({"state": "nothing", "sort": "?", "q": " a "}) == desk.Asked(q="a")


def test_three_things_to_do_the_most_urgent_first():
    assert desk.today(ROWS) == [("to-correct", 1), ("late", 1), (desk.NO_ADDRESS, 1)]


def test_nothing_to_do_when_all_is_published():
    assert desk.today([DONE]) == []


def test_a_name_that_begins_as_a_formula_is_harmless_in_a_spreadsheet():
    content = export.as_csv([["Commune"], ["=1+1"], ["Abondant"]]).decode("utf-8-sig")
    assert [line[0] for line in csv.reader(io.StringIO(content), delimiter=";")] == ["Commune", "'=1+1", "Abondant"]


def test_the_workbook_holds_text_only():
    book = openpyxl.load_workbook(io.BytesIO(export.as_xlsx([["Commune"], ["=1+1"]], "Communes")))
    assert (book.active["A2"].value, book.active["A2"].data_type) == ("=1+1", "s")
