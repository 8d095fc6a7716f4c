"""Check a table: column names by ``header``, cells by frictionless, what Table Schema leaves out by the French checks.

frictionless is used by its cell readers, not by its resource: the same judge, cell for cell, without its reading, its
1,000-error stop and its fixed cost of a third of a second a file; and any selection of rows can be given to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat

from ckanext.scdl import progress
from ckanext.scdl.checking import doubts, foreign_keys, french, translation
from ckanext.scdl.checking.differences import soften
from ckanext.scdl.checking.header import Header, match
from ckanext.scdl.checking.judge import CellFault, Judge, Suspects
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
    of_rows, odd = _of_rows(table, schema, header, checks, enough)
    of_table = [*header.errors, *_table_faults(table, header, checks), *foreign_keys.faults(table, schema, header)]
    found = [*of_table, *of_rows]
    softened = [soften(finding, schema) for finding in found]
    warnings = [*map(Finding.from_note, table.notes), *header.warnings, *unmade, *(each for each in softened if each)]
    if not table.rows:
        warnings.append(Finding("no-row"))
    errors = tuple(finding for finding, soft in zip(found, softened, strict=True) if soft is None)
    doubted = list(doubts.find(table, header, odd))
    wrong = {(error.row, error.column) for error in errors} if doubted else set()
    warnings += [doubt for doubt in doubted if (doubt.row, doubt.column) not in wrong]
    return translation.with_labels(Report(schema, table, errors, tuple(warnings)))


def row_errors(table: Table, schema: Schema, enough: int = ENOUGH_ROWS) -> Iterator[Finding]:
    """Yield the errors of ``check`` on rows and cells, without labels: what a trial counts.

    Args:
        table: its rows; no other row counts, so neither ``unique`` nor a key is judged beyond them.
        schema: a Table Schema.
        enough: as ``check`` takes it.
    """
    of_rows, _ = _of_rows(table, schema, match(table, schema), _checks(schema)[0], enough)
    return (finding for finding in of_rows if soften(finding, schema) is None)


def _of_rows(
    table: Table, schema: Schema, header: Header, checks: list[french.FrenchCheck], enough: int
) -> tuple[Iterable[Finding], Rows]:
    """What is wrong with rows and cells, and the rows to look at for warnings."""
    if not header.present:
        # Without one column of the schema's, every cell would be an error, and none would help.
        return (), enumerate(table.rows)
    judge = Judge(schema, header)
    applicable = [each for each in checks if each.applies(header.present)]
    doubtful, suspects, odd = _rows(table, schema, header, judge, applicable, enough)
    rows = zip(doubtful, suspects, strict=False)
    return _row_findings(table, schema, judge, applicable, header.present, rows), odd


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
    table: Table,
    schema: Schema,
    judge: Judge,
    checks: list[french.FrenchCheck],
    present: frozenset[str],
    rows: Iterable[tuple[tuple[int, Sequence[str]], Suspects]],
) -> Iterator[Finding]:
    """Judge some rows; those left out are right, and so is what they say of uniqueness."""
    uniqueness, translator = Uniqueness(schema, present), translation.Translator(table, schema)
    for (index, cells), suspects in rows:
        if not any(cells):
            yield Finding("blank-row", row=table.row_number(index))
            continue
        row = judge.row(cells, table.row_number(index), suspects.columns)
        if row.is_blank:
            yield Finding("blank-row", row=row.row_number)
            continue
        faults: list[CellFault | french.RowFault] = list(row.faults)
        for place in suspects.checks:
            faults += checks[place].faults(row)
        faults += uniqueness.faults(row)
        yield from map(translator.finding, faults)


def _rows(
    table: Table, schema: Schema, header: Header, judge: Judge, checks: list[french.FrenchCheck], enough: int
) -> tuple[Rows, Iterable[Suspects], Rows]:
    """The rows to judge, what each may have wrong, the rows to look at for warnings: all, or what is left to doubt."""
    if len(table.rows) >= max(enough, 1):
        from ckanext.scdl.checking import vectorised

        chosen = vectorised.select(table, schema, header, judge, checks)
        if chosen is not None:
            doubtful = progress.each(table.take(chosen.doubtful), progress.JUDGING, len(chosen.doubtful))
            return doubtful, chosen.suspects(), table.take(chosen.odd)
    every = progress.each(enumerate(table.rows), progress.JUDGING, len(table.rows))
    return every, repeat(Suspects(None, range(len(checks)))), enumerate(table.rows)
