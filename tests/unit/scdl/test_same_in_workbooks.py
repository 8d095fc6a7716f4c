"""A defect is told alike whatever the file's format: the same errors in the same cells of a CSV, an XLSX and an ODS.

A workbook differs where it is made otherwise: its rows are all as long as the sheet, so none stops early, a cell beyond
the header stands under a column without a name, and a number has no «.0».
"""

import datetime
import io
import re
import zipfile
from itertools import cycle
from xml.sax.saxutils import escape

import openpyxl
import pytest

from ckanext.scdl import validate
from tests.unit.scdl.test_agreement import CELLS, D, S

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def as_xlsx(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([None if each == "" else each for each in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_ods(rows):
    body = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    sheet = f'<table:table table:name="Feuille1">{body}</table:table>'
    spreadsheet = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<office:document-content {NAMES}>{spreadsheet}</office:document-content>")
    return out.getvalue()


def _cell(value):
    if isinstance(value, str):
        return f"<table:table-cell>{_paragraphs(value)}</table:table-cell>"
    kind, name = ("date", "date-value") if isinstance(value, datetime.date) else ("float", "value")
    return f'<table:table-cell office:value-type="{kind}" office:{name}="{value}"><text:p>x</text:p></table:table-cell>'


def _paragraphs(text):
    """Spaces in a row, or at an end, are elements (OpenDocument 1.3, part 3, 6.1.3)."""
    lines = escape(text).split("\n") if text else []
    spaced = (re.sub(r"^ +| {2,}| +$", lambda found: f'<text:s text:c="{len(found[0])}"/>', each) for each in lines)
    return "".join(f"<text:p>{each}</text:p>" for each in spaced)


WRITERS = (as_xlsx, as_ods)


def native(text):
    """What a person types: the spreadsheet makes dates and numbers of it."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            return text
    if re.fullmatch(r"(?:0|[1-9]\d{0,14})", text):
        return int(text)
    return float(text) if re.fullmatch(r"(?:0|[1-9]\d*)\.\d*[1-9]", text) else text


def told(content, schema):
    report = validate(content, schema)
    return report.valid, sorted((each.key, each.row or 0, each.column or 0, each.value or "") for each in report.errors)


def test_a_defect_is_told_alike_in_a_workbook(sheet):
    other = []
    defects = [(schema, field, value) for schema, field, value, _ in CELLS if not value.endswith(".0")]
    # One after the other in turns: a defect is read alike in both, and each is slow to read.
    for (schema, field, value), write in zip(defects, cycle(WRITERS), strict=False):
        spoiled = sheet(schema).put(field, value, row=6)
        rows = [spoiled.header, *([native(cell) for cell in row] for row in spoiled.rows)]
        if told(write(rows), schema) != told(spoiled.bytes(), schema):
            other.append((schema, field, value, write.__name__))
    assert other == []


@pytest.mark.parametrize("write", WRITERS)
def test_what_is_wrong_with_the_header_is_told_alike(sheet, write):
    for schema, column in ((D, "DELIB_OBJET"), (S, "nature")):
        without, renamed = sheet(schema).drop(column), sheet(schema)
        renamed.header[2] = "Autre"
        for each in (without, renamed):
            assert told(write([each.header, *each.rows]), schema) == told(each.bytes(), schema)


@pytest.mark.parametrize("write", WRITERS)
def test_a_cell_beyond_the_header_stands_under_no_name(sheet, write):
    long = sheet(D)
    long.rows[3].append("surplus")
    assert told(write([long.header, *long.rows]), D) == (False, [("blank-label", 1, 18, "")])
