"""Check a table: column names by ``header``, cells by frictionless, what Table Schema leaves out by the French checks.

frictionless is used by its cell readers, not by its resource: the same judge, cell for cell, without its reading, its
1,000-error stop and its fixed cost of a third of a second a file; and any selection of rows can be given to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ckanext.scdl import progress
from ckanext.scdl.checking import doubts, foreign_keys, french, translation
from ckanext.scdl.checking.differences import soften
from ckanext.scdl.checking.header import Header, match
from ckanext.scdl.checking.judge import CellFault, Judge
from ckanext.scdl.checking.uniqueness import Uniqueness
from ckanext.scdl.exceptions import UnusableSchema
from ckanext.scdl.reading import Table
from ckanext.scdl.report import Finding, Report
from ckanext.scdl.schema import Schema

# Rows, each with its index.
Rows = Iterable[tuple[int, Sequence[str]]]
# Under that many rows, importing polars (0.3 s) costs more than it saves.
ENOUGH_ROWS = 2_500


def check(table: Table, schema: Schema, enough: int = ENOUGH_ROWS) -> Report:
    """Check every row of a table.

    Args:
        table: what was read.
        schema: a Table Schema.
        enough: from how many rows on the fast pass clears rows first; the report is the same.

    Raises:
        UnusableSchema: the schema does not describe a table, or frictionless refuses it.
    """
    if schema.kind != "tableschema":
        raise UnusableSchema("schema-without-table", reference=schema.name)
    header = match(table, schema)
    checks, unmade = _checks(schema)
    odd: Rows = enumerate(table.rows)
    found = [*header.errors, *_table_faults(table, header, checks), *foreign_keys.faults(table, schema, header)]
    if header.present:
        # Without one column of the schema's, every cell would be an error, and none would help.
        judge = Judge(schema, header)
        applicable = [each for each in checks if each.applies(header.present)]
        doubtful, odd = _rows(table, schema, header, judge, applicable, enough)
        found += _row_findings(table, schema, judge, applicable, header.present, doubtful)
    softened = [soften(finding, schema) for finding in found]
    warnings = [*map(Finding.from_note, table.notes), *header.warnings, *unmade, *(each for each in softened if each)]
    if not table.rows:
        warnings.append(Finding("no-row"))
    errors = tuple(finding for finding, soft in zip(found, softened, strict=True) if soft is None)
    wrong = {(error.row, error.column) for error in errors}
    warnings += (doubt for doubt in doubts.find(table, header, odd) if (doubt.row, doubt.column) not in wrong)
    return translation.with_labels(Report(schema, table, errors, tuple(warnings)))


def _checks(schema: Schema) -> tuple[list[french.FrenchCheck], list[Finding]]:
    """Build the schema's French checks; those that cannot be made are warnings."""
    checks, unmade = [], [*foreign_keys.unmade(schema)]
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


def _row_findings(
    table: Table, schema: Schema, judge: Judge, checks: list[french.FrenchCheck], present: frozenset[str], rows: Rows
) -> Iterator[Finding]:
    """Judge some rows; those left out are right, and so is what they say of uniqueness."""
    uniqueness = Uniqueness(schema, present)
    for index, cells in rows:
        if not any(cells):
            yield Finding("blank-row", row=table.row_number(index))
            continue
        row = judge.row(cells, table.row_number(index))
        if row.is_blank:
            yield Finding("blank-row", row=row.row_number)
            continue
        faults: list[CellFault | french.RowFault] = list(row.faults)
        for each in checks:
            faults += each.faults(row)
        faults += uniqueness.faults(row)
        for fault in faults:
            yield translation.finding(fault, table, schema)


def _rows(
    table: Table, schema: Schema, header: Header, judge: Judge, checks: list[french.FrenchCheck], enough: int
) -> tuple[Rows, Rows]:
    """The rows that frictionless has to judge and those to look at for warnings: all, or what the fast pass leaves."""
    if len(table.rows) >= max(enough, 1):
        from ckanext.scdl.checking import vectorised

        chosen = vectorised.select(table, schema, header, judge, checks)
        if chosen is not None:
            doubtful = progress.each(table.take(chosen.doubtful), progress.JUDGING, len(chosen.doubtful))
            return doubtful, table.take(chosen.odd)
    return progress.each(enumerate(table.rows), progress.JUDGING, len(table.rows)), enumerate(table.rows)
