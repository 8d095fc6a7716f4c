"""Check a table: column names by ``header``, cells by frictionless, what Table Schema leaves out by the French checks.

frictionless is used by its row class, not by its resource: it is the same judge, cell for cell, without its reading,
its 1,000-error stop and its fixed cost of a third of a second a file; and any selection of rows can be given to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from frictionless import FrictionlessException
from frictionless import errors as frictionless_errors
from frictionless.schema import Field as JudgeField
from frictionless.schema import Schema as JudgeSchema
from frictionless.table import Row
from frictionless.table.row import create_cell_handlers

from ckanext.scdl.checking import doubts, french, translation
from ckanext.scdl.checking.differences import soften
from ckanext.scdl.checking.header import Header, match
from ckanext.scdl.checking.uniqueness import Uniqueness
from ckanext.scdl.exceptions import UnusableSchema
from ckanext.scdl.reading import Table
from ckanext.scdl.report import Finding, Report
from ckanext.scdl.schema import Schema


def check(table: Table, schema: Schema) -> Report:
    """Check every row of a table.

    Raises:
        UnusableSchema: the schema does not describe a table, or frictionless refuses it.
    """
    if schema.kind != "tableschema":
        raise UnusableSchema("schema-without-table", reference=schema.name)
    header = match(table, schema)
    checks, unmade = _checks(schema)
    found = [
        *header.errors,
        *_table_faults(table, header, checks),
        *_row_findings(table, schema, header, checks),
    ]
    softened = [soften(finding, schema) for finding in found]
    warnings = [*map(Finding.from_note, table.notes), *header.warnings, *unmade, *(each for each in softened if each)]
    if not table.rows:
        warnings.append(Finding("no-row"))
    errors = tuple(finding for finding, soft in zip(found, softened, strict=True) if soft is None)
    wrong = {(error.row, error.column) for error in errors}
    warnings += (doubt for doubt in doubts.find(table, header) if (doubt.row, doubt.column) not in wrong)
    return translation.with_labels(Report(schema, table, errors, tuple(warnings)))


def _checks(schema: Schema) -> tuple[list[french.FrenchCheck], list[Finding]]:
    """Build the schema's French checks; those that cannot be made are warnings."""
    checks, unmade = [], []
    for custom in schema.custom_checks:
        kind = french.CHECKS.get(french.RENAMED.get(custom.name, custom.name))
        try:
            if kind is None:
                unmade.append(Finding("check-error", params={"check": custom.name}))
            else:
                checks.append(kind.from_params(custom.params))
        except french.BadParams:
            unmade.append(Finding("check-error", kind="params", params={"check": custom.name}))
        except french.MissingPackage as err:
            unmade.append(Finding("check-error", kind="package", params={"check": custom.name, "package": str(err)}))
    return checks, unmade


def _table_faults(table: Table, header: Header, checks: list[french.FrenchCheck]) -> Iterator[Finding]:
    for each in checks:
        fault = each.table_fault(header.present)
        if fault is not None:
            kind, params = fault
            yield Finding(each.type, row=table.header_row, kind=kind, params=params)


def _row_findings(table: Table, schema: Schema, header: Header, checks: list[french.FrenchCheck]) -> Iterator[Finding]:
    if not header.present:
        # Not one column is the schema's: every cell would be an error, and none would help.
        return
    handlers = create_cell_handlers(_judge_fields(schema, header))
    applicable = [each for each in checks if each.applies(header.present)]
    uniqueness = Uniqueness(schema, header.present)
    for index, cells in enumerate(table.rows):
        if not any(cells):
            yield Finding("blank-row", row=table.row_number(index))
            continue
        row = Row(_as_wide_as_header(cells, header.width), handlers=handlers, row_number=table.row_number(index))
        faults: list[frictionless_errors.RowError] = list(row.errors)
        if any(fault.type == "blank-row" for fault in faults):
            yield Finding("blank-row", row=row.row_number)
            continue
        for each in applicable:
            faults += each.validate_row(row)
        faults += uniqueness.faults(row)
        for fault in faults:
            yield translation.finding(fault, table, schema)


def _as_wide_as_header(cells: Any, width: int) -> list[str]:  # noqa: ANN401
    """Leave out blank cells beyond the header: a spreadsheet's export pads rows with delimiters."""
    end = len(cells)
    while end > width and not cells[end - 1].strip():
        end -= 1
    return list(cells[:end])


def _judge_fields(schema: Schema, header: Header) -> list[JudgeField]:
    """Give frictionless one field for each column of the file; an unknown column accepts anything."""
    descriptors = [
        dict(field.descriptor) if field else {"name": f"\x00{index}", "type": "any"}
        for index, field in enumerate(header.fields)
    ]
    try:
        judge = JudgeSchema.from_descriptor({"fields": descriptors, "missingValues": list(schema.missing_values)})
    except FrictionlessException as err:
        raise UnusableSchema("broken-schema", reference=schema.name) from err
    return list(judge.fields)
