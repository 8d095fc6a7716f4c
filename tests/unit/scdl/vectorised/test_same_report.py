"""The fast pass changes no report: over random schemas and tables, and over the official ones with spoiled cells."""

import math
import random

import pytest
from frictionless.table import Row
from frictionless.table.row import create_cell_handlers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ckanext.scdl import detection, registry
from ckanext.scdl.checking import check
from ckanext.scdl.checking.header import match
from ckanext.scdl.checking.judge import Judge
from ckanext.scdl.reading import Table, rapid, read
from ckanext.scdl.schema import from_descriptor

FIELDS = [
    {"type": "string"},
    {"type": "string", "constraints": {"required": True}},
    {"type": "string", "constraints": {"pattern": r"\d{2,}|x\w"}},
    {"type": "string", "constraints": {"minLength": 2, "maxLength": 4, "required": True}},
    {"type": "string", "constraints": {"enum": ["Été", "oui", "12"]}},
    {"type": "string", "constraints": {"unique": True}},
    {"type": "string", "format": "uri", "constraints": {"unique": True}},
    {"type": "string", "format": "uri", "constraints": {"pattern": "https.*"}},
    {"type": "string", "format": "email"},
    {"type": "string", "format": "uuid"},
    {"type": "integer", "constraints": {"minimum": 0, "maximum": 40}},
    {"type": "integer", "constraints": {"unique": True}},
    {"type": "integer", "bareNumber": False},
    {"type": "integer"},
    {"type": "integer", "constraints": {"required": True}},
    {"type": "number"},
    {"type": "number", "constraints": {"minimum": -1.5, "maximum": 40, "required": True}},
    {"type": "number", "decimalChar": ",", "groupChar": " "},
    {"type": "number", "constraints": {"enum": [12, 5.5]}},
    {"type": "boolean"},
    {"type": "boolean", "trueValues": ["oui"], "falseValues": ["non"], "constraints": {"required": True}},
    {"type": "date"},
    {"type": "date", "format": "%Y-%m-%d"},
    {"type": "date", "format": "%d/%m/%Y", "constraints": {"unique": True}},
    {"type": "date", "constraints": {"minimum": "2024-01-05"}},
    {"type": "datetime"},
    {"type": "time"},
    {"type": "year"},
    {"type": "yearmonth"},
    {"type": "geopoint", "format": "array"},
    {"type": "geopoint"},
    {"type": "array"},
    {"type": "any"},
]
VALUES = [
    *(
        "",
        "",
        " ",
        "NULL",
        "néant",
        "oui",
        "OUI",
        "non",
        "Été",
        "ETE",
        "e\u0301te\u0301",
        "x1",
        "xx",
        "12",
        " 12",
        "012",
    ),
    *("1_2", "١٢", "12.0", "1e1", "-3", "41", "5,5", "5.5", "1 000,5", "NaN", "inf", "true", "1", "0", "False"),
    *("2024-01-05", "2024-1-5", "2024-01-06", "05/01/2024", "2024-02-30", "2024", "2025", "2024-01", "2024/2025"),
    *(
        "2024-01-05T10:00:00Z",
        "10:00:00",
        "[1.5, 48.2]",
        "[48.2,1.5]",
        "48.2, 1.5",
        "[48.2,",
        "200,1",
        '["a"]',
        "48.2",
        "1.5",
    ),
    *(
        "https://a.fr/x",
        "https://a.fr/x y",
        "http://1.2.3.4",
        "a.fr",
        "mailto:x",
        "a@b.fr",
        "a@b",
        "https://é.fr",
        "x\n",
    ),
    *("21280088200012", "21280088200013", "212 800 882 00012", "356000000", "212800882", "Finances locales/Prêts"),
    *("6d1ba2b4-9f0f-4d3b-8f2e-0d2b7f6c2a11", "Finances locales / x", "0612345678", "12345678901234567890", "a" * 9),
]
ALONE = [
    "french-siret-value",
    "french-siren-value",
    "nomenclature-actes-value",
    "year-interval-value",
    "phone-number-value",
]


@st.composite
def schemas(draw):
    fields = [
        {**each, "name": name}
        for name, each in zip("abcdef", draw(st.lists(st.sampled_from(FIELDS), min_size=2, max_size=6)), strict=False)
    ]
    names = [each["name"] for each in fields]
    some = st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)
    name = st.sampled_from(names)
    checks = st.one_of(
        st.builds(lambda kind, column: {"name": kind, "params": {"column": column}}, st.sampled_from(ALONE), name),
        st.builds(
            lambda a, b: {"name": "cohesive-columns-value", "params": {"column": a, "othercolumns": b}}, name, some
        ),
        st.builds(lambda a, b: {"name": "one-of-required", "params": {"column1": a, "column2": b}}, name, name),
        st.builds(lambda a, b: {"name": "sum-columns-value", "params": {"column": a, "columns": b}}, name, some),
        st.builds(
            lambda a, op, b: {"name": "compare-columns-value", "params": {"column": a, "op": op, "column2": b}},
            name,
            st.sampled_from([">", ">=", "==", "<=", "<"]),
            name,
        ),
    )
    descriptor = {"fields": fields, "custom_checks": draw(st.lists(checks, max_size=3))}
    if draw(st.booleans()):
        descriptor["missingValues"] = draw(st.sampled_from([[""], ["", "NULL"], ["NULL"]]))
    if draw(st.booleans()):
        descriptor["primaryKey"] = draw(some)
    return from_descriptor(descriptor, name="random")


@st.composite
def tables(draw, schema):
    labels = draw(st.permutations([*schema.field_names, *draw(st.sampled_from([[], ["z"], [""]]))]))
    labels = labels[draw(st.integers(0, 1)) :]
    palette = draw(st.lists(st.sampled_from(VALUES), min_size=1, max_size=8))
    cells = st.sampled_from(palette) if draw(st.booleans()) else st.sampled_from(VALUES)
    size = draw(st.sampled_from([(len(labels), len(labels)), (0, len(labels) + 2)]))
    rows = draw(st.lists(st.lists(cells, min_size=size[0], max_size=size[1]), min_size=1, max_size=12))
    return Table(tuple(labels), rows, "csv")


def both(table, schema):
    return check(table, schema, enough=1), check(table, schema, enough=math.inf)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_judged_row_says_what_frictionless_says_of_it(data):
    schema = data.draw(schemas())
    table = data.draw(tables(schema))
    header = match(table, schema)
    judge = Judge(schema, header)
    handlers = create_cell_handlers(judge.fields)
    for cells in table.rows:
        ours, theirs = judge.row(cells, 7), Row(judge.row(cells, 7).cells, handlers=handlers, row_number=7)
        assert ours.is_blank is any(error.type == "blank-row" for error in theirs.errors)
        if not ours.is_blank:
            assert [facts(fault) for fault in ours.faults] == [facts(error) for error in theirs.errors]
        assert repr(dict(ours)) == repr(dict(theirs.items()))
        assert ours.error_cells == theirs.error_cells


def facts(fault):
    place = (getattr(fault, "field_name", ""), getattr(fault, "field_number", 0))
    return (fault.type, fault.note, fault.row_number, *place)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_random_table_has_the_same_report(data):
    schema = data.draw(schemas())
    fast, slow = both(data.draw(tables(schema)), schema)
    assert fast.errors == slow.errors
    assert fast.warnings == slow.warnings


@pytest.mark.parametrize("schema", detection.known(), ids=lambda each: f"{each.name}@{each.version}")
def test_an_official_schema_with_spoiled_cells_has_the_same_report(schema):
    draw = random.Random(schema.name)
    rows = [[draw.choice(VALUES) for _ in schema.fields] for _ in range(150)]
    fast, slow = both(Table(schema.field_names, [*rows, *rows[:5], rows[0][:2], []], "csv"), schema)
    assert fast.errors == slow.errors
    assert fast.warnings == slow.warnings


@pytest.mark.parametrize("form", ["plain", "quoted", "crlf", "cp1252", "crlf-quoted"])
def test_a_large_text_is_read_by_polars_into_the_same_report(monkeypatch, sheet, form):
    content = spoiled(sheet("scdl/deliberations"), form)
    monkeypatch.setattr(rapid, "CHUNK_BYTES", 20_000)
    monkeypatch.setattr(rapid, "ENOUGH_BYTES", math.inf)
    slow = check(read(content), registry.find("scdl/deliberations"), enough=math.inf)
    monkeypatch.setattr(rapid, "ENOUGH_BYTES", 1)
    for kept in (0, math.inf):
        monkeypatch.setattr(rapid, "KEPT_BYTES", kept)
        table = read(content)
        assert isinstance(table.rows, rapid.TextRows)
        fast = check(table, registry.find("scdl/deliberations"), enough=1)
        assert list(table.rows) == list(slow.table.rows)
        assert list(table.rows.column(6)) == [cells[6] for cells in table.rows]
        assert (fast.errors, fast.warnings) == (slow.errors, slow.warnings)


def spoiled(example, form):
    draw = random.Random(1)
    values = [
        each
        for each in VALUES
        if "\n" not in each and (form != "cp1252" or each.encode("cp1252", "ignore").decode("cp1252") == each)
    ]
    rows = [list(draw.choice(example.rows)) for _ in range(400)]
    for row in rows:
        if draw.random() < 0.3:
            row[draw.randrange(len(row))] = draw.choice(values)
    if form.endswith("quoted"):
        rows[50][6] = 'Un "mot", deux' if form == "crlf-quoted" else 'Un "mot",\nune ligne'
    example.rows = [[cell.replace('"', "'") if "quoted" not in form else cell for cell in row] for row in rows]
    if "quoted" not in form:
        example.rows = [[cell.replace(",", ".") for cell in row] for row in example.rows]
    return example.bytes("cp1252" if form == "cp1252" else "utf-8", newline="\r\n" if "crlf" in form else "\n")
