"""What a workbook carries beside its table, as findings: properties, comments, hidden columns, other sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ckanext.scdl.exceptions import UnreadableFile
from ckanext.scdl.folding import fold
from ckanext.scdl.privacy.finding import HIGH, MEDIUM, PersonalData
from ckanext.scdl.privacy.masking import initials
from ckanext.scdl.privacy.package import Package
from ckanext.scdl.privacy.vocabulary import is_word, pattern
from ckanext.scdl.reading import Table, layout, sheets
from ckanext.scdl.reading.sheets import Sheet


def properties(package: Package) -> Iterator[PersonalData]:
    """Yield the people named in the file's properties, each once."""
    for name in dict.fromkeys(name for _, name in package.authors):
        folded = fold(name)
        body = any(is_word(each, "bodies") for each in re.findall(r"[a-z]+", folded))
        if not body and not pattern("nobody").fullmatch(folded):
            # A login is a person's too, though less surely.
            yield PersonalData("document-author", HIGH if " " in name else MEDIUM, value=initials(name), hidden=name)


def comments(package: Package, table: Table) -> Iterator[PersonalData]:
    """Yield the comments: they are published with the file, and nobody looks at them."""
    for each in package.comments:
        here = table.sheet == each.sheet
        label = _label(table, each.column) if here else None
        sheet = None if here else each.sheet
        yield PersonalData("comment", HIGH, row=each.row, column=each.column, field=label, sheet=sheet)


def hidden_columns(package: Package, table: Table) -> Iterator[PersonalData]:
    """Yield the columns that a spreadsheet does not show; in the table, those that hold something."""
    for sheet, columns in package.hidden_columns.items():
        if sheet != table.sheet:
            yield PersonalData("hidden-column", MEDIUM, column=columns[0], sheet=sheet, field="")
            continue
        for column in columns:
            if column <= len(table.labels) and any(
                len(row) >= column and row[column - 1].strip() for row in table.rows
            ):
                yield PersonalData("hidden-column", HIGH, column=column, field=_label(table, column))


def other_tables(data: bytes, table: Table) -> Iterator[tuple[Sheet, Table | None]]:
    """Yield the filled sheets that are not the table's, each with the table in it."""
    for sheet in sheets.reader(table.format)(data):
        if sheet.name != table.sheet and sheet.rows:
            yield sheet, _table(sheet, table.format)


def _table(sheet: Sheet, form: str) -> Table | None:
    try:
        place = layout.locate(sheet.rows, frozenset())
    except UnreadableFile:
        return None
    rows = sheet.rows[place.header + 1 : place.end]
    return Table(place.labels, rows, format=form, sheet=sheet.name, header_row=place.header + 1)


def _label(table: Table, column: int | None) -> str | None:
    return table.labels[column - 1] if column and column <= len(table.labels) else None
