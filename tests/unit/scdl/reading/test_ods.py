"""ODS sheets, written here element by element to show each case."""

import io
import zipfile

import pytest

from ckanext.scdl import UnreadableFile
from ckanext.scdl.reading import ods, read
from ckanext.scdl.reading.limits import COLUMNS

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)
A, B = (f"<table:table-cell><text:p>{each}</text:p></table:table-cell>" for each in "ab")


def workbook(body, styles="", before="", manifest=b"<m/>"):
    content = (
        f"<?xml version='1.0'?>{before}<office:document-content {NAMES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body>{body}</office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return out.getvalue()


def table(*rows, name="Feuille1", style="ta1"):
    inside = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}" table:style-name="{style}">{inside}</table:table>'


def cell(kind, **values):
    named = " ".join(f'office:{key.replace("_", "-")}="{value}"' for key, value in values.items())
    return f'<table:table-cell office:value-type="{kind}" {named}><text:p>affiché</text:p></table:table-cell>'


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (cell("float", value="21280088200012"), "21280088200012"),
        (cell("float", value="2.12800882E13"), "21280088200000"),
        (cell("currency", value="1234.5"), "1234.5"),
        (cell("date", date_value="2024-12-31"), "2024-12-31"),
        (cell("date", date_value="2024-12-31T00:00:00"), "2024-12-31"),
        (cell("boolean", boolean_value="true"), "true"),
        (cell("string"), "affiché"),
        ("<table:table-cell><text:p>a<text:s text:c='2'/>b</text:p><text:p>c</text:p></table:table-cell>", "a  b\nc"),
    ],
)
def test_a_cell(xml, text):
    assert read(workbook(table(A + B, A + xml))).rows == [["a", text]]


def test_repeated_blank_cells_and_rows_are_not_believed():
    end = '<table:table-cell table:number-columns-repeated="16384"/>'
    body = table(A + B + end, A + B, f"{end}").replace(
        "<table:table-row><table:table-cell table:n",
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:n',
    )
    found = read(workbook(body))
    assert (found.labels, found.rows) == (("a", "b"), [["a", "b"]])


def test_blank_rows_between_keep_their_count():
    blank = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    body = table(A + B, A + B).replace("</table:table-row>", "</table:table-row>" + blank, 1)
    assert len(read(workbook(body)).rows) == 4


def test_repeated_values_are_bounded():
    wide = f'<table:table-cell table:number-columns-repeated="{COLUMNS + 1}"><text:p>x</text:p></table:table-cell>'
    with pytest.raises(UnreadableFile) as refusal:
        read(workbook(table(wide)))
    assert refusal.value.code == "too-many-columns"


def test_sheets_have_their_names_and_whether_they_are_shown():
    styles = (
        '<style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    found = ods.sheets(workbook(table(A, name="Un") + table(B, name="Deux", style="ta2"), styles))
    assert [(sheet.name, sheet.visible, sheet.rows) for sheet in found] == [
        ("Un", True, [["a"]]),
        ("Deux", False, [["b"]]),
    ]


def test_an_encrypted_workbook_is_said_encrypted():
    with pytest.raises(UnreadableFile) as refusal:
        read(workbook("", manifest=b"<manifest:encryption-data/>"))
    assert refusal.value.code == "encrypted-file"


def test_an_entity_bomb_is_refused():
    lines = ['<!ENTITY a0 "lol">', *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))]
    bomb = f"<!DOCTYPE d [{''.join(lines)}]>"
    with pytest.raises(UnreadableFile) as refusal:
        read(workbook(table(A.replace("a</", "&a9;</")), before=bomb))
    assert refusal.value.code == "broken-workbook"
