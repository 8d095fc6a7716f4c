"""The JSON report with what a page shows beside it: the columns in plain words, the cells around the first findings.

Computed when the file is checked, as the file itself is not at hand when the page is shown (a stored report), or must
not be read again (a public page). Bounded: the first findings of each cause, five cells of each row, cut. Nothing that
may be personal is copied: the cells where personal data was found are masked as in the rest of the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from ckanext.scdl import registry
from ckanext.scdl.exceptions import UnknownSchema
from ckanext.scdl.privacy import PersonalData
from ckanext.scdl.repairing import application, names, repairer
from ckanext.scdl.report import Finding, Report
from ckanext.scdl.schema import Field, FieldWords, Schema
from ckanext.scdl_validation import causes

NEIGHBOURS = 2
CHARACTERS = 80
COLUMNS = 300
HIDDEN = "•••"

F = TypeVar("F", Finding, PersonalData)


def report_json(report: Report, lang: str = "fr") -> dict[str, Any]:
    """Return ``Report.to_dict`` with one more key, ``extract``.

    ``extract`` holds ``title`` (of the schema), ``columns`` (name, label, help, required: those of the schema),
    ``labels`` (of the file) and ``rows``: row number → column number → cell, both as text, as JSON keys are.
    """
    return _with_extract(report, lang, {})


def repair_json(repair: repairer.Repair, lang: str = "fr") -> dict[str, Any]:
    """Return the report on a file that was repaired, as ``report_json`` does, with what the repair changes in it.

    ``extract`` then has ``repair`` too: ``mended``, the indexes of the errors that go away, and ``uncovered``, the
    errors that appear (a date that is readable at last may contradict another), with their places in the given file.
    So does the personal data that shows once a column has its name.
    """
    origin = _Origin(repair)
    before = replace(
        repair.before, plan=repairer.shown(repair.plan, repair.before), personal_data=tuple(origin.personal_data())
    )
    after = [origin.placed(each) for each in repair.after.errors]
    known = {_identity(each) for each in before.errors}
    gone = known - {_identity(each) for each in after}
    outcome = {
        "mended": [number for number, each in enumerate(before.errors) if _identity(each) in gone],
        "uncovered": [each.to_dict(lang) for each in after if _identity(each) not in known],
    }
    return _with_extract(before, lang, {"repair": outcome})


def _with_extract(report: Report, lang: str, more: dict[str, Any]) -> dict[str, Any]:
    shown = report.to_dict(lang)
    words = _words(report.schema)
    known: dict[str, Any] = {
        "title": _title(report.schema),
        "columns": [_column(field, words) for field in report.schema.fields[:COLUMNS]],
        "labels": [_cut(label) for label in report.table.labels[:COLUMNS]],
        **more,
    }
    return shown | {"extract": known | {"rows": _rows(report, shown | {"extract": known})}}


class _Origin:
    """Where the rows and columns of a repaired table are in the file as it was given."""

    def __init__(self, repair: repairer.Repair) -> None:
        self._repair = repair
        self._header = repair.before.table.header_row
        self._rows: Sequence[int] = ()
        self._columns: Sequence[int] = ()
        if repair.after.errors or repair.after.personal_data:
            applied = application.apply(repair.before.table, repair.before.schema, repair.plan.safe)
            self._rows, self._columns = applied.rows, applied.columns

    def placed(self, found: F) -> F:
        """Return a finding on the repaired table at its place in the file."""
        row, column = found.row, found.column
        if row is not None:
            row = self._rows[row - 2] if row > 1 else self._header
        if column is not None and column <= len(self._columns):
            column = self._columns[column - 1]
        return replace(found, row=row, column=column)

    def personal_data(self) -> Iterator[PersonalData]:
        """What was found in the file, less what the new name of a column explains, and what that name shows."""
        renamed = {each.column for each in self._repair.plan.safe if each.rule == names.RULE}
        kept = [
            each
            for each in self._repair.before.personal_data
            if each.kind != "person-column" or each.column not in renamed
        ]
        places = {(each.kind, each.row, each.column) for each in kept}
        yield from kept
        for each in map(self.placed, self._repair.after.personal_data):
            if each.column in renamed and (each.kind, each.row, each.column) not in places:
                yield each


def _identity(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.kind, finding.row, finding.column, finding.field


def window(column: int | None, width: int) -> range:
    """Return the numbers of the columns shown around one of them, or the first ones for a whole row."""
    size = 2 * NEIGHBOURS + 1
    width = max(width, column or 1)
    start = max(1, min((column or 1) - NEIGHBOURS, width - size + 1))
    return range(start, min(start + size, width + 1))


def _rows(report: Report, shown: dict[str, Any]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    masks = _Masks(report)
    width = len(report.table.labels)
    for row, column in _places(shown):
        index = row - report.table.row_number(0)
        if 0 <= index < len(report.table.rows):
            cells = report.table.rows[index]
            around = {
                str(each): masks.masked(row, each, cells[each - 1]) if each <= len(cells) else ""
                for each in window(column, width)
            }
            found.setdefault(str(row), {}).update(around)
    return found


def _places(shown: dict[str, Any]) -> Iterator[tuple[int, int | None]]:
    """The rows and columns of the findings that are shown: to the publisher, and to readers, who see no repairs."""
    outcome = shown["extract"].get("repair")
    as_published = {**shown, "repairs": [], "extract": {**shown["extract"], "repair": None}}
    for report in (shown, as_published) if shown["repairs"] or outcome else (shown,):
        found = causes.sort(report)
        for groups in (found.remaining, found.asked, found.warnings):
            for group in groups[: causes.CAUSES]:
                for each in group.findings[: causes.EXAMPLES]:
                    if each["row"] is not None:
                        yield each["row"], each["column"]


class _Masks:
    """What may be personal, by place."""

    def __init__(self, report: Report) -> None:
        own = [each for each in report.personal_data if each.sheet is None and each.column is not None]
        self._columns = {each.column for each in own if each.row is None}
        self._cells: dict[tuple[int | None, int | None], list[tuple[str, str]]] = {}
        for each in own:
            if each.row is not None:
                self._cells.setdefault((each.row, each.column), []).append((each.hidden or "", each.value or HIDDEN))

    def masked(self, row: int, column: int, cell: str) -> str:
        """Return a cell as it may be shown, cut."""
        if column in self._columns and cell:
            return HIDDEN
        for hidden, value in self._cells.get((row, column), ()):
            cell = cell.replace(hidden, value) if hidden else value
        return _cut(cell)


def _column(field: Field, words: Mapping[str, FieldWords]) -> dict[str, Any]:
    said = words.get(field.name)
    label = said.label if said else str(field.descriptor.get("title") or field.name)
    explained = said.help if said else str(field.descriptor.get("description") or "")
    return {"name": field.name, "label": label, "help": explained, "required": field.required}


def _words(schema: Schema) -> Mapping[str, FieldWords]:
    try:
        return registry.words(schema.name).fields
    except UnknownSchema:
        return {}


def _title(schema: Schema) -> str:
    try:
        return registry.words(schema.name).title
    except UnknownSchema:
        return str(schema.descriptor.get("title") or schema.name)


def _cut(text: str) -> str:
    return text if len(text) <= CHARACTERS else text[: CHARACTERS - 1] + "…"
