"""Small tables for the tests of the scdl room."""

import csv
import io
from pathlib import Path

import pytest

DATA = Path(__file__).parents[3] / "test-data" / "scdl"
EXAMPLES = {
    "scdl/deliberations": "deliberations-chateaudun.csv",
    "scdl/subventions": "subventions-chateaudun.csv",
    "scdl/equipements": "equipements-chateaudun.csv",
    "scdl/prenoms": "prenoms-chateaudun.csv",
    "scdl/budget": "budget-chateaudun.csv",
    "scdl/menus-collectifs": "menus-chateaudun.csv",
}


class Sheet:
    """A valid example that a test spoils, then writes as it likes."""

    def __init__(self, schema):
        text = (DATA / EXAMPLES[schema]).read_text(encoding="utf-8-sig")
        dialect = ";" if text.split("\n", 1)[0].count(";") else ","
        self.schema = schema
        self.header, *self.rows = csv.reader(io.StringIO(text), delimiter=dialect)

    def put(self, field, value, row=2):
        """Write a cell; rows are numbered as a spreadsheet does."""
        self.rows[row - 2][self.header.index(field)] = value
        return self

    def drop(self, field):
        index = self.header.index(field)
        for cells in (self.header, *self.rows):
            del cells[index]
        return self

    def column(self, field):
        return self.header.index(field) + 1

    def text(self, delimiter=",", newline="\n"):
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows([self.header, *self.rows])
        return out.getvalue()

    def bytes(self, encoding="utf-8", **how):
        return self.text(**how).encode(encoding)

    def xlsx(self, title="Feuille1", before=()):
        import openpyxl

        book = openpyxl.Workbook()
        for name in before:
            book.create_sheet(name)
        sheet = book.active if not before else book.create_sheet(title)
        sheet.title = title
        for cells in (self.header, *self.rows):
            sheet.append(cells)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


@pytest.fixture
def sheet():
    """Give a fresh valid sheet by schema name."""
    return Sheet


@pytest.fixture
def data():
    """The folder of example files."""
    return DATA
