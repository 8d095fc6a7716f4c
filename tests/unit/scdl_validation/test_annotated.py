import io
from pathlib import Path

import openpyxl
import pytest

from ckanext.scdl.repairing import repairer
from ckanext.scdl_validation import annotated, workbook

FILES = Path(__file__).parents[3] / "test-data" / "scdl"
FAULTY = FILES / "deliberations-chateaudun-erreurs.csv"


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def book():
    return opened(annotated.annotated(repairer.repair(FAULTY, "scdl/deliberations")))


def test_the_first_sheet_says_what_was_found(book):
    words = [cell.value for row in book["À lire"] for cell in row if cell.value]
    assert "Cellule obligatoire vide" in words
    assert "Somme inexacte" in words


def test_bad_cells_are_coloured_and_commented_where_they_are_in_the_file(book):
    cell = book["Tableau"]["B13"]
    assert (cell.value, cell.data_type) == ("21280088200013", "s")
    assert "SIRET" in cell.comment.text
    assert cell.fill.start_color.rgb == "FF" + annotated.COLOURS["error"][1:]


def test_a_repaired_cell_says_what_it_was(book):
    cell = book["Tableau"]["D5"]
    assert cell.value == "2025-01-27"
    assert "27/01/2025" in cell.comment.text
    assert cell.fill.start_color.rgb == "FF" + annotated.COLOURS["repaired"][1:]


def test_the_header_stays_on_the_screen_and_rows_keep_their_numbers():
    content = b"Liste des actes;;\n;;\nCOLL_NOM;COLL_SIRET;DELIB_DATE\nx;21280088200012;31/12/2024\n"
    sheet = opened(annotated.annotated(repairer.repair(content, "scdl/deliberations")))["Tableau"]
    assert (sheet.freeze_panes, sheet["B3"].value, sheet["C4"].value) == ("A4", "COLL_SIRET", "2024-12-31")


@pytest.mark.parametrize("text", ["=1+1", "+33", "-5", "@x", '=HYPERLINK("http://x")', "#N/A", "0012", "http://x.fr"])
def test_a_cell_is_text_whatever_it_begins_with(text):
    sheet = opened(workbook.of_table(["a"], [[text]], "t")).active
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].number_format) == (text, "s", "@")
    assert sheet["A2"].hyperlink is None


@pytest.mark.parametrize("text", ["a\x00b", "x" * 40_000, "\x0b\x1f", "_x000D_", " é\u0301\n\t "])
def test_no_text_breaks_the_workbook(text):
    assert opened(workbook.of_table([text], [[text, text]], "t")).active.max_row == 2


def test_personal_data_is_marked_for_the_file_s_owner_alone():
    path = FILES / "deliberations-chateaudun.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = lines[8].split(",")
    cells[6] = "Aide à Mme Jeanne Dupontel au titre du RSA"
    lines[8] = ",".join(cells)
    repair = repairer.repair("\n".join(lines).encode(), "scdl/deliberations")
    assert opened(annotated.annotated(repair))["Tableau"]["G9"].comment is not None
    assert opened(annotated.annotated(repair, personal=False))["Tableau"]["G9"].comment is None


def test_a_very_large_table_keeps_its_marked_rows_at_their_numbers(monkeypatch):
    monkeypatch.setattr(annotated, "CELLS", 100)
    sheets = opened(annotated.annotated(repairer.repair(FAULTY, "scdl/deliberations")))
    assert sheets["Tableau"]["B13"].value == "21280088200013"
    assert sheets["Tableau"]["B12"].value is None
    assert any("très grand" in str(cell.value) for cell in sheets["À lire"]["A"])


def test_the_comments_are_bounded_the_colours_are_not(monkeypatch):
    monkeypatch.setattr(annotated, "COMMENTS", 1)
    sheets = opened(annotated.annotated(repairer.repair(FAULTY, "scdl/deliberations")))
    commented = [cell.coordinate for row in sheets["Tableau"] for cell in row if cell.comment]
    assert len(commented) == 1
    assert sheets["Tableau"]["M18"].fill.start_color.rgb == "FF" + annotated.COLOURS["error"][1:]
