"""Where the verdict differs from Validata's on purpose: one table, each line with its reason.

``soften`` turns into warnings the errors that the table says are harmless; the other differences are made where the
column names, the rows or the check are read, and are listed here so that one page has them all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from ckanext.scdl.folding import same_spelling
from ckanext.scdl.report import Finding
from ckanext.scdl.schema import Field, Schema


@dataclass(frozen=True)
class Difference:
    """One difference: what Validata says, what we say, and why."""

    name: str
    validata: str
    ours: str
    reason: str


DIFFERENCES = (
    Difference(
        "blank-rows-at-end",
        "error blank-row on each",
        "one warning blank-tail",
        "A spreadsheet's export often ends with blank rows; no reader is hurt by them.",
    ),
    Difference(
        "blank-row-twice",
        "error blank-row and one-of-required on the same row",
        "error blank-row alone",
        "A blank row has one cause and one remedy.",
    ),
    Difference(
        "blank-columns",
        "error blank-label or duplicate-label",
        "warning blank-column",
        "A column with neither name nor value holds nothing to be wrong.",
    ),
    Difference(
        "blank-cells-beyond-header",
        "error extra-cell",
        "nothing",
        "Delimiters that pad the end of a row hold no value.",
    ),
    Difference(
        "enum-spelling",
        "error constraint-error on another case, on accents in decomposed form, on a typographic apostrophe",
        "warning enum-spelling",
        "The value is the listed one, and the repair is certain.",
    ),
    Difference(
        "cohesive-after-type-error",
        "error cohesive-columns-value besides the type-error",
        "type-error alone",
        "The cell is filled, wrongly; saying that it is blank is false.",
    ),
    Difference(
        "thousand-errors",
        "stops after 1,000 errors",
        "every error",
        "The rows after the thousandth error are wrong or right too.",
    ),
    Difference(
        "rows-after-header-errors",
        "no row is checked when two columns have one name",
        "rows are checked, by the first of the two columns",
        "All that is wrong is said at once.",
    ),
    Difference(
        "no-column-known",
        "every row is checked though no column is the schema's",
        "the column names' errors alone",
        "With the wrong file or schema, errors by cell say nothing more.",
    ),
    Difference(
        "rows-above-the-table",
        "the title is taken for the column names: error duplicate-label or missing-label; the names again are a row",
        "the row with the known names is the header, warning skipped-rows",
        "The table is whole; only its place was missed.",
    ),
    Difference(
        "rows-below-the-table",
        "a total row is checked as data",
        "it is left out, warning footer-rows",
        "A total is not a record; publishing it would count every amount twice.",
    ),
    Difference(
        "right-sheet",
        "the first sheet of a workbook is checked",
        "the one with the known names is, warning chosen-sheet",
        "The first sheet is often a notice.",
    ),
    Difference(
        "not-a-table",
        "an HTML page, JSON or a text with null bytes under a CSV name is checked as a table",
        "unreadable, in one sentence",
        "The columns of a web page mean nothing to who dropped it.",
    ),
    Difference(
        "internal-errors",
        "one internal error when a table lacks a key's column or a schema has a key to another table",
        "the rest of the table is checked",
        "A check that cannot be made does not prevent the others.",
    ),
    Difference(
        "doubts",
        "nothing on duplicate rows, words for nothing in a required cell, NaN, swapped coordinates, a header alone",
        "warnings duplicate-row, empty-word, not-a-number, swapped-coordinates, no-row",
        "The schema lets them pass; a reader would be misled.",
    ),
    Difference(
        "type-by-bytes",
        "unreadable when a workbook is named .csv or a CSV .xlsx",
        "read",
        "The bytes say what the file is.",
    ),
    Difference(
        "workbook-numbers",
        "a date or a number of a workbook is judged as its cell displays it",
        "it is judged by its value",
        "A date shown as 31/12/2024 or a SIRET shown as 2,18602E+13 is right in the workbook.",
    ),
)


def soften(finding: Finding, schema: Schema) -> Finding | None:
    """Return the warning that stands for a harmless error, or None when the error stays one."""
    if finding.code != "constraint-error" or finding.kind != "enum" or finding.value is None:
        return None
    field = next(each for each in schema.fields if each.name == finding.field)
    meant = _meant(field, finding.value)
    if meant is None:
        return None
    return replace(finding, code="enum-spelling", kind=None, params={**finding.params, "expected": meant})


def _meant(field: Field, value: str) -> str | None:
    return _spellings(tuple(map(str, field.constraints.get("enum", ())))).get(same_spelling(value))


@lru_cache(maxsize=64)
def _spellings(allowed: tuple[str, ...]) -> dict[str, str]:
    return {same_spelling(each): each for each in allowed}
