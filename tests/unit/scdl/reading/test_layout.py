"""The table is found among titles, blank rows, totals and several sheets."""

import pytest

from ckanext.scdl import Guesses, UnreadableFile, validate
from ckanext.scdl.reading import read

KNOWN = {"COLL_NOM", "COLL_SIRET", "DELIB_OBJET"}
TITLE = "Commune de Châteaudun;;\nDélibérations 2025;;\n;;\n"
TABLE = "COLL_NOM;COLL_SIRET;DELIB_OBJET\nx;1;y\nz;2;t\n"


def codes(table):
    return [note.code for note in table.notes]


@pytest.mark.parametrize("known", [KNOWN, set()])
def test_title_rows_are_skipped(known):
    table = read((TITLE + TABLE).encode(), known=known)
    assert (table.header_row, table.labels[0], codes(table)) == (4, "COLL_NOM", ["skipped-rows"])
    assert table.row_number(0) == 5


def test_blank_lines_above_are_not_worth_a_word():
    table = read(("\n\n" + TABLE).encode(), known=KNOWN)
    assert (table.header_row, codes(table)) == (3, [])


def test_without_known_names_the_first_row_is_the_header():
    assert read(b"a,b\n1,2\n").header_row == 1


def test_the_header_row_can_be_given():
    assert read(TABLE.encode(), Guesses(header_row=2), known=KNOWN).labels == ("x", "1", "y")


def test_a_header_row_below_the_table_is_refused():
    with pytest.raises(UnreadableFile):
        read(TABLE.encode(), Guesses(header_row=9))


@pytest.mark.parametrize("footer", ["TOTAL;;\n", ";;\nTotal général;;\n", ";;;\n\nSous-total\n"])
def test_totals_below_are_left_out(footer):
    table = read((TABLE + footer).encode(), known=KNOWN)
    assert len(table.rows) == 2
    assert "footer-rows" in codes(table)


def test_a_record_that_begins_like_a_total_stays():
    table = read((TABLE + "Total Énergies;3;station\n").encode(), known=KNOWN)
    assert len(table.rows) == 3


def test_a_label_merged_with_the_cell_above_is_found():
    table = read(b"COLL_NOM;Acte;\n;COLL_SIRET;DELIB_OBJET\nx;1;y\n", known=KNOWN)
    assert table.labels == ("COLL_NOM", "COLL_SIRET", "DELIB_OBJET")


def test_errors_below_a_title_keep_the_rows_of_the_spreadsheet(sheet):
    spoiled = sheet("scdl/prenoms").put("ANNEE", "24", row=4)
    report = validate(b"Titre\n\n" + spoiled.bytes(), "prenoms")
    assert [each.row for each in report.errors] == [6]
