"""XLSX, XLS and ODS: native values become what a Table Schema reads, and the right sheet is found."""

import datetime
import io

import openpyxl
import pytest

from ckanext.scdl import Guesses, UnreadableFile, validate
from ckanext.scdl.reading import read
from ckanext.scdl.reading.sheets import as_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("x ", "x "),
        (21280088200012, "21280088200012"),
        (21280088200012.0, "21280088200012"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (1234.5, "1234.5"),
        (True, "true"),
        (datetime.datetime.fromisoformat("2024-12-31"), "2024-12-31"),
        (datetime.datetime.fromisoformat("2024-12-31T14:30"), "2024-12-31T14:30:00"),
        (datetime.date(2024, 12, 31), "2024-12-31"),
        (datetime.time(14, 30), "14:30:00"),
        (float("nan"), "NaN"),
    ],
)
def test_a_native_value_as_text(value, text):
    assert as_text(value) == text


def book(**sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return made


def saved(made):
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


TABLE = [["COLL_NOM", "COLL_SIRET"], ["x", 21280088200012]]
KNOWN = {"COLL_NOM", "COLL_SIRET"}


def test_the_sheet_with_the_known_names_is_read():
    table = read(saved(book(Notice=[["Lisez-moi"]], Données=TABLE)), known=KNOWN)
    assert (table.sheet, table.rows) == ("Données", [["x", "21280088200012"]])
    assert [note.code for note in table.notes] == ["chosen-sheet"]


def test_a_hidden_sheet_is_only_read_for_its_columns():
    made = book(Ancien=TABLE, Données=TABLE)
    made["Ancien"].sheet_state = "hidden"
    assert read(saved(made), known=KNOWN).sheet == "Données"


def test_the_sheet_can_be_named():
    data = saved(book(Un=TABLE, Deux=TABLE))
    assert read(data, Guesses(sheet="Deux")).sheet == "Deux"
    with pytest.raises(UnreadableFile) as refusal:
        read(data, Guesses(sheet="Trois"))
    assert "Un" in str(refusal.value)
    assert "Deux" in str(refusal.value)


def test_dates_shown_the_french_way_are_dates():
    made = book(Feuille=[["DELIB_DATE", "DELIB_ID"], [datetime.date(2024, 12, 31), 1]])
    made["Feuille"]["A2"].number_format = "DD/MM/YYYY"
    assert read(saved(made)).rows == [["2024-12-31", "1"]]


def test_a_formula_counts_by_its_stored_value_and_without_one_is_blank():
    assert read(saved(book(Feuille=[["a", "b"], [1, "=1+1"], [2, 3]]))).rows == [["1", ""], ["2", "3"]]


def test_blank_rows_and_columns_keep_their_places():
    table = read(saved(book(Feuille=[[None, "a", "b"], [None, 1, 2], [], [None, 3, 4]])))
    assert table.labels == ("", "a", "b")
    assert table.rows == [["", "1", "2"], [], ["", "3", "4"]]


def test_a_workbook_without_a_filled_cell_has_no_table():
    with pytest.raises(UnreadableFile) as refusal:
        read(saved(book(Feuille=[[]])))
    assert refusal.value.code == "no-table"


def test_an_old_workbook_is_read(data):
    report = validate(data / "deliberations-chateaudun.xls", "scdl/deliberations")
    assert report.valid
    assert (report.table.format, report.table.sheet, report.table.header_row) == ("xls", "Délibérations", 3)
    assert report.table.rows[0][1] == "21280088200012"
    assert report.table.rows[0][3] == "2025-01-27"
