"""The fast pass changes no report: over random schemas and tables, and over the official ones with spoiled cells."""

import datetime
import math
import random
from collections import Counter
from decimal import Decimal

import pytest
from frictionless import Checklist, Dialect, Resource
from frictionless import Schema as FrictionlessSchema
from frictionless.table import Row
from frictionless.table.row import create_cell_handlers
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from ckanext.scdl import UnusableSchema, detection, registry
from ckanext.scdl.checking import check
from ckanext.scdl.checking.french import CHECKS
from ckanext.scdl.checking.french.plugged import Plugged
from ckanext.scdl.checking.header import match
from ckanext.scdl.checking.judge import Judge
from ckanext.scdl.reading import Table, rapid, read
from tests.unit.scdl.vectorised.drawn import ODD, VALUES, schemas, tables

# What frictionless is seen to stop on: a bound that cannot be compared with a cell, a value that has no hash.
STOPPED = (ArithmeticError, TypeError, ValueError)
WHOLE_ROW = {"blank-row", "primary-key"}


def code_of(finding):
    return "constraint-error" if finding.code == "enum-spelling" else finding.code


def column_of(finding, schema):
    return None if finding.code in WHOLE_ROW else finding.column


def both(table, schema):
    return check(table, schema, enough=1), check(table, schema, enough=math.inf)


# As many as the profile says: `HYPOTHESIS_PROFILE=explore` looks for new ones.
many = settings(max_examples=max(settings().max_examples, 100), suppress_health_check=list(HealthCheck))


@many
@given(st.data())
def test_a_judged_row_says_what_frictionless_says_of_it(data):
    schema = data.draw(schemas())
    table = data.draw(tables(schema))
    header = match(table, schema)
    judge = judged(schema, header)
    handlers = create_cell_handlers(judge.fields)
    for cells in table.rows:
        ours = judge.row(cells, 7)
        try:
            theirs = Row(ours.cells, handlers=handlers, row_number=7)
            errors = theirs.errors
        except STOPPED:
            continue
        assert ours.is_blank is any(error.type == "blank-row" for error in errors)
        if not ours.is_blank:
            assert [facts(fault) for fault in ours.faults] == [facts(error) for error in errors]
        assert all(same(ours[name], value) for name, value in theirs.items())
        assert ours.error_cells == theirs.error_cells


def judged(schema, header):
    try:
        return Judge(schema, header)
    except UnusableSchema:
        reject()


def same(one, other):
    """Equal and of one kind; NaN is itself, and a geopoint is a tuple."""
    if isinstance(one, float | Decimal) and one != one:
        return other != other
    return one == other and (type(one) is type(other) or isinstance(other, tuple | datetime.datetime))


@many
@given(st.data())
def test_frictionless_alone_finds_the_same_errors(data):
    schema = data.draw(schemas())
    table = data.draw(tables(schema, as_schema=True))
    judged(schema, match(table, schema))
    expected = alone(table, schema)
    for enough in (1, math.inf):
        report = check(table, schema, enough=enough)
        softened = [each for each in report.warnings if each.code == "enum-spelling"]
        ours = Counter((each.row, column_of(each, schema), code_of(each)) for each in (*report.errors, *softened))
        assert ours == expected


def alone(table, schema):
    """The errors of frictionless's own resource: row, column, code; it is not asked when it would stop half way."""
    descriptor = {"fields": list(schema.descriptor["fields"]), "missingValues": list(schema.missing_values)}
    if schema.primary_key:
        descriptor["primaryKey"] = list(schema.primary_key)
    checks = [CHECKS[each.name].from_params(each.params) for each in schema.custom_checks]
    # Without a dialect it would guess where the header is.
    dialect = Dialect(header_rows=[1])
    schema_ = FrictionlessSchema.from_descriptor(descriptor)
    resource = Resource(data=[list(table.labels), *table.rows], schema=schema_, dialect=dialect)
    plugged = [Plugged(french=each) for each in checks]
    try:
        report = resource.validate(Checklist(checks=plugged), limit_errors=10**9)
    except STOPPED:
        reject()
    found = [error for task in report.tasks for error in task.errors]
    if any(error.type in {"error", "source-error", "task-error", "check-error"} for error in found) or report.errors:
        reject()
    blank = {error.row_number for error in found if error.type == "blank-row"}
    return Counter(
        (
            error.row_number,
            None if error.type in WHOLE_ROW or getattr(error, "whole_row", False) else error.field_number,
            getattr(error, "code", "") or error.type,
        )
        for error in found
        if error.type == "blank-row" or error.row_number not in blank
    )


def facts(fault):
    place = (getattr(fault, "field_name", ""), getattr(fault, "field_number", 0))
    return (fault.type, fault.note, fault.row_number, *place)


@many
@given(st.data())
def test_a_random_table_has_the_same_report(data):
    schema = data.draw(schemas())
    table = data.draw(tables(schema))
    judged(schema, match(table, schema))
    fast, slow = both(table, schema)
    assert fast.errors == slow.errors
    assert fast.warnings == slow.warnings


def versions():
    """Every official schema, once for the versions that describe the same table."""
    different = {}
    for schema in detection.known():
        said = {"name": schema.name, **schema.descriptor}
        kept = ("name", "fields", "custom_checks", "missingValues", "primaryKey", "foreignKeys")
        fields = [
            {name: value for name, value in field.items() if name not in {"title", "description", "example"}}
            for field in said["fields"]
        ]
        key = repr([fields if name == "fields" else said.get(name) for name in kept])
        different.setdefault(key, schema)
    return list(different.values())


@pytest.mark.parametrize("schema", versions(), ids=lambda each: f"{each.name}@{each.version}")
def test_an_official_schema_with_spoiled_cells_has_the_same_report(schema):
    draw = random.Random(schema.name)
    rows = [[draw.choice([*VALUES, *ODD[:5]]) for _ in schema.fields] for _ in range(150)]
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
        assert list(table.pick(6, range(0, 100, 7))) == [(row, table.rows[row][6]) for row in range(0, 100, 7)]
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
