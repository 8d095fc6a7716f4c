"""Workbooks whose members are spoiled one by one: well-formed archives with XML that no spreadsheet writes."""

import io
import re
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ckanext.scdl import ScdlError
from ckanext.scdl.privacy import inspect
from ckanext.scdl.privacy.inspection import NO_SCHEMA
from ckanext.scdl.reading import read

VALUES = [
    "",
    "0",
    "-1",
    "1",
    "99999999999",
    "A0",
    "ZZZZ1",
    "A1048577",
    "1e400",
    "nan",
    "é",
    "../x",
    "rId9",
    "true",
    "s",
]


def members():
    """A workbook with what ours have: two sheets, a date, a comment, a merged cell, a formula, a hidden column."""
    book = openpyxl.Workbook()
    for row in (["nom", "date", "montant"], ["x", "2024-12-31", 12.5], ["y", None, "=B2"]):
        book.active.append(row)
    book.active["A2"].comment = openpyxl.comments.Comment("Voir", "mairie")
    book.active.merge_cells("A4:B4")
    book.active.column_dimensions["C"].hidden = True
    book.create_sheet("Autre").append(["a"])
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


MEMBERS = members()


def pack(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


@st.composite
def spoiled(draw):
    """The workbook with one to three members spoiled."""
    parts = dict(MEMBERS)
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(parts)))
        parts[name] = draw(st.sampled_from(MUTATIONS))(draw, parts[name])
    left_out = draw(st.none() | st.sampled_from(sorted(parts)))
    return pack({name: text for name, text in parts.items() if name != left_out})


def an_attribute(draw, text):
    places = [each.span(1) for each in re.finditer(r'="([^"]*)"', text)]
    return swapped(draw, text, places, VALUES)


def a_text(draw, text):
    places = [each.span(1) for each in re.finditer(r">([^<]+)<", text)]
    return swapped(draw, text, places, VALUES)


def a_tag_name(draw, text):
    places = [each.span(1) for each in re.finditer(r"<([a-zA-Z:]+)", text)]
    return swapped(draw, text, places, ["x", "row", "c", "sheet", "v", "f", "is"])


def an_element_twice(draw, text):
    places = [each.span() for each in re.finditer(r"<[^<>]+/>", text)]
    if not places:
        return text
    start, end = draw(st.sampled_from(places))
    return text[:end] + text[start:end] * draw(st.integers(0, 3)) + text[end:]


def an_element_gone(draw, text):
    places = [each.span() for each in re.finditer(r"<[^<>]+/>", text)]
    return swapped(draw, text, places, [""])


def cut(draw, text):
    return text[: draw(st.integers(0, len(text)))]


def swapped(draw, text, places, values):
    if not places:
        return text
    start, end = draw(st.sampled_from(places))
    return text[:start] + draw(st.sampled_from(values)) + text[end:]


MUTATIONS = [an_attribute, a_text, a_tag_name, an_element_twice, an_element_gone, cut]


@settings(suppress_health_check=list(HealthCheck))
@given(spoiled())
def test_a_spoiled_member_gives_a_table_or_a_sentence(data):
    assert_bounded(data)


def assert_bounded(data):
    try:
        table = read(data)
        inspect(table, NO_SCHEMA, data)
    except ScdlError as err:
        assert err.message("fr")


def test_the_workbook_that_is_spoiled_is_whole():
    table = read(pack(MEMBERS))
    assert (table.labels, len(table.rows)) == (("nom", "date", "montant"), 2)


@pytest.mark.parametrize("name", sorted(MEMBERS))
@pytest.mark.parametrize("text", [None, "", "<a/>", "<a"])
def test_a_member_that_is_gone_blank_or_another(name, text):
    assert_bounded(
        pack({each: text if each == name else old for each, old in MEMBERS.items() if each != name or text is not None})
    )
