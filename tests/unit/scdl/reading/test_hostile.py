"""Whatever the bytes, one sentence or a table: never a trace, never unbounded memory or time."""

import io
import json
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ckanext.scdl import ScdlError, UnreadableFile, validate
from ckanext.scdl.reading import kind, limits, read
from ckanext.scdl.schema import from_descriptor

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def xlsx():
    book = openpyxl.Workbook()
    for row in (["COLL_NOM", "ANNEE"], ["x", 2024], ["y", 2025]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b" \r\n\r\n\t ", "empty-file"),
        (b"\xef\xbb\xbf", "empty-file"),
        (b"\x00" * 1000, "empty-file"),
        (PDF, "not-a-table.pdf"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "not-a-table.html"),
        (b"\n <html lang='fr'>", "not-a-table.html"),
        (b"<?xml version='1.0'?><a/>", "not-a-table.xml"),
        (b"<svg width='3'/>", "not-a-table.xml"),
        (b"<table><tr><td>nom</td></tr></table>", "not-a-table.html"),
        (json.dumps([{"a": 1}]).encode(), "not-a-table.json"),
        (json.dumps({"a": 1}, indent=2).encode(), "not-a-table.json"),
        (b"\x89PNG\r\n\x1a\n", "not-a-table.image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "not-a-table.image"),
        (b"\x1f\x8b\x08\x00", "not-a-table.archive"),
        (b"{\\rtf1\\ansi", "not-a-table.document"),
        (b"a,b\n1,\x002\n", "not-a-table.binary"),
        (bytes(range(1, 32)) * 20, "not-a-table.binary"),
        (zipped(lisez_moi="x"), "not-a-table.archive"),
        (zipped(**{"[Content_Types].xml": "x", "word__document.xml": "x"}), "not-a-table.document"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "not-a-table.document"),
        (zipped(xl__workbook="x", **{"xl__workbook.bin": "x"}), "unsupported-format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted-file"),
        (OLE + "WordDocument".encode("utf-16-le"), "not-a-table.document"),
        (OLE + "Workbook".encode("utf-16-le"), "broken-workbook"),
        (zipped(**{"xl__workbook.xml": "<a>"}), "broken-workbook"),
        (b"PK\x03\x04 and nothing else", "broken-workbook"),
        (xlsx()[:-100], "broken-workbook"),
        (xlsx()[:200], "broken-workbook"),
    ],
)
def test_what_is_not_a_table_is_one_sentence(data, code):
    with pytest.raises(UnreadableFile) as refusal:
        validate(data, "scdl/prenoms")
    assert refusal.value.code == code
    assert refusal.value.message("fr").endswith(".")


def test_a_bracket_in_the_first_cell_is_not_json():
    assert kind.kind_of(b"[nom];{prenom}\nx;y\n") == "csv"


def test_a_zip_bomb_is_refused_before_it_opens():
    bomb = zipped(**{"xl__workbook.xml": b"\x00" * (limits.SMALL_UNPACKED_BYTES + 1)})
    with pytest.raises(UnreadableFile) as refusal:
        read(bomb)
    assert refusal.value.code == "suspicious-file"


def test_an_entity_bomb_in_a_workbook_is_refused():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE d [<!ENTITY a0 "lol">{entities}]><worksheet><sheetData><row><c><v>&a9;</v></c>'
    bomb += "</row></sheetData></worksheet>"
    source, out = zipfile.ZipFile(io.BytesIO(xlsx())), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, bomb if name.endswith("sheet1.xml") else source.read(name))
    with pytest.raises(UnreadableFile):
        read(out.getvalue())


def test_a_million_columns_are_refused():
    with pytest.raises(UnreadableFile) as refusal:
        read(b"a," * 1_000_000 + b"\n1,2\n")
    assert refusal.value.code == "too-many-columns"


def test_a_quote_left_open_is_said(monkeypatch):
    monkeypatch.setattr(limits, "CELL_CHARACTERS", 10_000)
    with pytest.raises(UnreadableFile) as refusal:
        read(b'a;b\n1;"2\n' + b"3;4\n" * 10_000)
    assert refusal.value.code == "cell-too-long"


def test_a_line_without_end_is_told_before_it_is_decoded(monkeypatch):
    monkeypatch.setattr(limits, "LINE_CHARACTERS", 1000)
    with pytest.raises(UnreadableFile) as refusal:
        read(b"a,b\n1,2\n" + b"x," * 3000)
    assert (refusal.value.code, refusal.value.params["row"]) == ("line-too-long", 3)


def test_millions_of_blank_lines_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "ROWS", 1000)
    with pytest.raises(UnreadableFile) as refusal:
        read(b"a,b\n" + b"\n" * 2000)
    assert refusal.value.code == "too-many-rows"


@pytest.mark.parametrize("cut", [5, 6, 7, 8])
def test_lines_are_the_same_wherever_the_text_is_cut(monkeypatch, cut):
    monkeypatch.setattr(limits, "LINE_CHARACTERS", cut)
    assert read(b"a,b\r\n1,2\r\n3,4\r5,6\n7,8").rows == [["1", "2"], ["3", "4"], ["5", "6"], ["7", "8"]]


@pytest.mark.parametrize("number", ["sNaN", "NaN", "1e999999999999", "9" * 5000])
@pytest.mark.parametrize("kind", ["number", "integer"])
def test_an_extreme_number_stops_nothing(number, kind):
    checks = [
        {"name": "sum-columns-value", "params": {"column": "a", "columns": ["a"]}},
        {"name": "compare-columns-value", "params": {"column": "a", "op": ">=", "column2": "a"}},
    ]
    field = {"name": "a", "type": kind, "constraints": {"minimum": 0}}
    schema = from_descriptor({"fields": [field, {"name": "b"}], "custom_checks": checks}, name="extreme")
    assert validate(f"a,b\n{number},x\n".encode(), schema).to_dict()


@pytest.mark.parametrize(
    ("limit", "value", "code"),
    [
        ("LINE_CHARACTERS", 1000, "line-too-long"),
        ("CELLS", 1000, "too-many-rows"),
        ("FILE_BYTES", 1000, "file-too-large"),
    ],
)
def test_a_file_beyond_a_limit_is_refused(monkeypatch, limit, value, code):
    monkeypatch.setattr(limits, limit, value)
    with pytest.raises(UnreadableFile) as refusal:
        read(b"a,b\n" * 100 + b"1," * 1000)
    assert refusal.value.code == code


def test_a_large_file_is_not_even_opened(monkeypatch, tmp_path):
    monkeypatch.setattr(limits, "FILE_BYTES", 10)
    path = tmp_path / "grand.csv"
    path.write_bytes(b"a,b\n" * 10)
    with pytest.raises(UnreadableFile) as refusal:
        read(path)
    assert refusal.value.code == "file-too-large"


def answers(data):
    """Check a content; a table or a sentence are the only ends."""
    try:
        return validate(data, "scdl/prenoms").to_dict()
    except ScdlError as err:
        return err.message("fr")


slow = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


@slow
@given(st.binary(max_size=400))
def test_any_bytes_get_an_answer(data):
    assert answers(data)


@slow
@given(
    st.text(alphabet=st.sampled_from('ab,;|\t"\n\r é\ufeff\x0b\u2028'), max_size=200),
    st.sampled_from(["utf-8", "utf-16"]),
)
def test_any_text_gets_an_answer(text, encoding):
    assert answers(text.encode(encoding))


@slow
@given(st.integers(0, 5000), st.integers(0, 255), st.booleans())
def test_a_spoiled_workbook_gets_an_answer(place, byte, cut):
    data = bytearray(xlsx())
    place %= len(data)
    data[place] = byte
    assert answers(bytes(data[:place] if cut else data))


@slow
@given(place=st.integers(0, 9000), byte=st.integers(0, 255), cut=st.booleans())
def test_a_spoiled_old_workbook_gets_an_answer(data, place, byte, cut):
    content = bytearray((data / "deliberations-chateaudun.xls").read_bytes())
    content[place % len(content)] = byte
    assert answers(bytes(content[:place] if cut else content))
