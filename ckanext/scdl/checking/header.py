"""The names of the columns against the schema's.

As Validata does: columns are matched by their trimmed name, in any order; a missing required column is an error, a
missing optional one, one too many and a different order are warnings. Blank and duplicate names are errors as in
frictionless, save a column with neither name nor value, which a spreadsheet's export often leaves behind.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from ckanext.scdl.folding import fold
from ckanext.scdl.reading import Table
from ckanext.scdl.report import Finding
from ckanext.scdl.schema import Field, Schema

NEAR = 0.75


@dataclass(frozen=True)
class Header:
    """What each column of the file is in the schema.

    Attributes:
        fields: for each column of the file, its field, or None when it is not to be checked.
        width: how many columns count: blank ones at the right end do not.
    """

    fields: tuple[Field | None, ...]
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]

    @property
    def width(self) -> int:
        """Number of columns of the file."""
        return len(self.fields)

    @property
    def present(self) -> frozenset[str]:
        """Names of the schema's fields that the file has."""
        return frozenset(field.name for field in self.fields if field)


def match(table: Table, schema: Schema) -> Header:
    """Match a table's column names with a schema's fields."""
    by_name = {field.name: field for field in schema.fields}
    trimmed = [label.strip() for label in table.labels]
    first = {label: index for index, label in reversed(list(enumerate(trimmed)))}
    fields = tuple(by_name.get(label) if first[label] == index else None for index, label in enumerate(trimmed))
    blanks = list(_blank_columns(table))
    missing = [field for field in schema.fields if field.name not in first]
    extra = [index for index, label in enumerate(trimmed) if label and label not in by_name]
    errors = [
        *(finding for finding in blanks if finding.code == "blank-label"),
        *_duplicates(table, trimmed),
        *(_missing(field, [trimmed[index] for index in extra]) for field in missing if field.required),
    ]
    warnings = [
        *(finding for finding in blanks if finding.code == "blank-column"),
        *(_missing(field, []) for field in missing if not field.required),
        *(_extra(table, index) for index in extra),
        *_padded(table, by_name),
        *_disordered(schema, fields),
    ]
    return Header(fields, tuple(errors), tuple(warnings))


def near(name: str, names: list[str]) -> str | None:
    """Return the name that one meant, if one looks like it, case and accents aside."""
    folded = {fold(each): each for each in names}
    found = difflib.get_close_matches(fold(name), folded, n=1, cutoff=NEAR)
    return folded[found[0]] if found else None


def _blank_columns(table: Table) -> Iterator[Finding]:
    for index, label in enumerate(table.labels):
        if label.strip():
            continue
        filled = any(len(row) > index and row[index].strip() for row in table.rows)
        code = "blank-label" if filled else "blank-column"
        yield Finding(code, row=table.header_row, column=table.column_number(index))


def _duplicates(table: Table, trimmed: list[str]) -> Iterator[Finding]:
    for label in dict.fromkeys(trimmed):
        columns = [table.column_number(index) for index, each in enumerate(trimmed) if each == label]
        if label and len(columns) > 1:
            shown = ", ".join(map(str, columns))
            yield Finding(
                "duplicate-label", row=table.header_row, column=columns[1], value=label, params={"columns": shown}
            )


def _missing(field: Field, extra: list[str]) -> Finding:
    code = "missing-label" if field.required else "missing-optional-label"
    return Finding(code, field=field.name, params={"near_label": near(field.name, extra)})


def _extra(table: Table, index: int) -> Finding:
    column = table.column_number(index)
    return Finding("extra-label", row=table.header_row, column=column, value=table.labels[index])


def _padded(table: Table, by_name: dict[str, Field]) -> Iterator[Finding]:
    for index, label in enumerate(table.labels):
        if label != label.strip() and label.strip() in by_name:
            yield Finding(
                "padded-label",
                row=table.header_row,
                column=table.column_number(index),
                field=label.strip(),
                value=label,
            )


def _disordered(schema: Schema, fields: tuple[Field | None, ...]) -> Iterator[Finding]:
    """The order is only worth a warning when every column is there and none is in excess, as Validata has it."""
    names = tuple(field.name for field in fields if field)
    if len(names) == len(fields) and names != schema.field_names and set(names) == set(schema.field_names):
        yield Finding("disordered-labels", params={"expected": ", ".join(schema.field_names)})
