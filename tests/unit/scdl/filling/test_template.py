"""The workbook to fill, filled as a person would and read back by the project's own reader."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from ckanext.scdl import registry
from ckanext.scdl.cli import main
from ckanext.scdl.context import Context
from ckanext.scdl.filling import columns, formulas, template, workbook
from ckanext.scdl.filling.columns import Column
from ckanext.scdl.reading import read
from ckanext.scdl.reading.template import HEADER_ROW, SHEET, is_template
from ckanext.scdl.validation import validate

EXAMPLE = Path(__file__).parents[4] / "test-data" / "scdl" / "deliberations-chateaudun.csv"
TABLES = [entry.name for entry in registry.entries() if entry.kind == "tableschema"]
CHATEAUDUN = Context(sirets=("21280088200012",), name="Commune de Châteaudun")
NATIVE = {"integer": int, "number": float}


@pytest.fixture(scope="module")
def deliberations():
    return registry.find("scdl/deliberations")


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book):
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def example():
    with EXAMPLE.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def filled(content, schema, rows):
    """Fill the workbook: numbers as numbers, as a spreadsheet keeps them."""
    book = opened(content)
    for number, row in enumerate(rows, start=HEADER_ROW + 1):
        for place, column in enumerate(columns(schema), start=1):
            value = row[column.name]
            book[SHEET].cell(number, place).value = NATIVE.get(column.kind, str)(value) if value else None
    return saved(book)


def test_a_filled_workbook_is_valid_and_loses_nothing(deliberations):
    rows = example()
    report = validate(filled(template(deliberations, CHATEAUDUN), deliberations, rows), deliberations)
    assert (report.valid, report.errors, report.personal_data) == (True, (), ())
    assert not {each.key for each in report.warnings} & {"chosen-sheet", "skipped-rows"}
    assert [dict(zip(report.table.labels, each, strict=True)) for each in report.table.rows] == rows


@pytest.fixture
def short(monkeypatch):
    """Fewer rows to fill: what is looked at is the same in each, and openpyxl reads every cell of them."""
    monkeypatch.setattr(workbook, "ROWS", 40)
    monkeypatch.setattr(workbook, "MORE", 40)


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("name", TABLES)
def test_the_right_sheet_and_row_are_read_whatever_the_schema(name):
    schema = registry.find(name)
    book = opened(template(schema))
    book[SHEET].cell(HEADER_ROW + 1, 1).value = "x"
    table = read(saved(book), known=schema.field_names)
    assert is_template(table)
    assert (table.labels, len(table.rows)) == (schema.field_names, 1)


@pytest.mark.usefixtures("short")
def test_published_rows_are_there_as_numbers_and_dates(deliberations):
    rows = [list(each.values()) for each in example()]
    sheet = opened(template(deliberations, CHATEAUDUN, rows))[SHEET]
    cells = [sheet.cell(HEADER_ROW + 1, place) for place in (2, 4, 12)]
    assert [cell.data_type for cell in cells] == ["s", "d", "n"]
    assert read(template(deliberations, rows=rows), known=deliberations.field_names).rows[0] == rows[0]


@pytest.mark.usefixtures("short")
def test_a_cell_of_text_is_never_run_as_a_formula(deliberations):
    rows = [["=1+1", *[""] * 16]]
    assert opened(template(deliberations, rows=rows))[SHEET].cell(HEADER_ROW + 1, 1).data_type == "s"


@pytest.mark.usefixtures("short")
def test_the_name_and_siret_of_the_body_follow_the_row(deliberations):
    sheet = opened(template(deliberations, CHATEAUDUN))[SHEET]
    assert sheet.cell(HEADER_ROW + 1, 2).value == '=IF(COUNTA(C6:Q6)>0,"21280088200012","")'


@pytest.mark.usefixtures("short")
def test_lists_formats_and_explanations(deliberations):
    book = opened(template(registry.find("scdl/budget")))
    lists = [each for each in book[SHEET].data_validations.dataValidation if each.type == "list"]
    assert len(lists) == 5
    assert all(each.promptTitle and each.prompt for each in book[SHEET].data_validations.dataValidation)
    book = opened(template(deliberations))
    sheet = book[SHEET]
    assert [sheet[f"{letter}{HEADER_ROW + 2}"].number_format for letter in "BDL"] == ["General"] * 3  # of the columns:
    assert [sheet.column_dimensions[letter].number_format for letter in "BDL"] == ["@", "yyyy\\-mm\\-dd", "0"]
    guide = book["Mode d’emploi"]
    assert [cell.value for cell in guide[9]][:2] == ["Date de la délibération", "oui"]
    assert sheet.freeze_panes == f"A{HEADER_ROW + 1}"
    assert all(each.sheet_state == "visible" for each in book.worksheets)


@pytest.mark.usefixtures("short")
def test_two_workbooks_of_a_schema_are_the_same_bytes(deliberations):
    assert template(deliberations) == template(deliberations)


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (Column("A", "A", required=True), "IF(LEN(TRIM(B6))=0,F,FALSE)"),
        (Column("A", "A", kind="integer", minimum=0), "VALUE(B6)<0"),
        (Column("A", "A", max_length=5), "LEN(B6)>5"),
        (Column("A", "A", unique=True), "COUNTIF(B6:B9,B6)>1"),
        (Column("A", "A", kind="choice", choices=("x",), accepted=("x",)), 'EXACT(B6&"",L1:L2)'),
    ],
)
def test_the_formula_says_what_is_wrong(column, said):
    assert said in formulas.wrong(column, "B6", "F", "B6:B9", "L1:L2")


def test_the_command_writes_the_workbook(tmp_path):
    path = tmp_path / "out.xlsx"
    done = CliRunner().invoke(main, ["template", "deliberations", "-o", str(path), "--own-siret", "21280088200012"])
    assert (done.exit_code, done.output) == (0, "")
    assert opened(path.read_bytes()).sheetnames == [SHEET, "Mode d’emploi", "Listes", "Contrôle"]


@pytest.mark.parametrize("name", ["unknown-thing", "etalab/schema-amenagements-cyclables"])
def test_the_command_says_of_what_there_is_no_workbook(tmp_path, name):
    done = CliRunner().invoke(main, ["template", name, "-o", str(tmp_path / "out.xlsx")])
    assert done.exit_code == 2
    assert done.output
    assert not (tmp_path / "out.xlsx").exists()
