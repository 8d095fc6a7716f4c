"""Every version of every table schema: the verdict and the cells that Validata gave on generated tables.

``test-data/scdl/agreement.json`` holds, for each schema, a row that is right, and tables of seven such rows with some
cells replaced; for each table, Validata's verdict and the cells of its errors. Those of cohesive-columns-value are left
out: we differ there on purpose (``differences.py``).
"""

import csv
import io
import json
from pathlib import Path

import pytest

from ckanext.scdl import registry, validate

RECORDED = json.loads((Path(__file__).parents[3] / "test-data" / "scdl" / "agreement.json").read_text(encoding="utf-8"))
DIFFERENT_ON_PURPOSE = "cohesive-columns-value"


def content(schema, recorded, table):
    rows = [list(recorded["row"]) for _ in range(7)]
    for number, row in enumerate(rows):
        for column in recorded["unique"]:
            row[column - 1] = f"X{number}"
    for row, column, value in table["cells"]:
        rows[row - 2][column - 1] = value
    out = io.StringIO()
    csv.writer(out).writerows([schema.field_names, *rows])
    return out.getvalue().encode()


@pytest.mark.parametrize("recorded", RECORDED["schemas"], ids=lambda recorded: recorded["schema"])
def test_the_verdict_and_the_cells_are_validatas(recorded):
    schema = registry.find(recorded["schema"])
    for table in recorded["tables"]:
        report = validate(content(schema, recorded, table), schema)
        cells = {(each.row, each.column) for each in report.errors if each.column and each.code != DIFFERENT_ON_PURPOSE}
        assert report.valid is table["valid"], table
        assert cells == {tuple(cell) for cell in table["errors"]}, table


def test_every_version_of_every_table_schema_is_recorded():
    # Validata does not know the BAL: its Table Schema is ours.
    tables = [each for each in registry.entries() if each.kind == "tableschema" and each.name != "etalab/schema-bal"]
    names = {f"{entry.name}@{version.version}" for entry in tables for version in entry.versions}
    assert {recorded["schema"] for recorded in RECORDED["schemas"]} == names
