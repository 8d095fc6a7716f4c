"""What is kept of a report to be shown: errors by cause, the first of each, and all of them as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from itertools import groupby
from typing import Any

from ckanext.scdl.reading import Table
from ckanext.scdl.report import Finding, Report
from ckanext.scdl.schema import FieldWords

# Enough to see the pattern; the file has the others.
SHOWN = 20
# A spreadsheet would run a cell that begins so as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Labels = Mapping[str, FieldWords]
# Row and column of cells.
Cells = AbstractSet[tuple[int | None, int | None]]
Near = Callable[[Finding], list[dict[str, Any]]]


def summarise(
    report: Report, table: Table, labels: Labels, lang: str, waiting: Cells = frozenset(), near: Near = lambda _each: []
) -> dict[str, Any]:
    """Return the report as the deposit keeps it: JSON values, a bounded number of cells.

    Args:
        report: of the check, placed as in the file sent.
        table: what would be published.
        labels: French words of the schema's columns.
        lang: of the sentences, ``fr`` or ``en``.
        waiting: row and column of the cells that a question is about: they are counted, and not listed.
        near: gives the cells around a finding.
    """
    left = [each for each in report.errors if (each.row, each.column) not in waiting]
    return {
        "valid": report.valid,
        "schema": {"name": report.schema.name, "version": report.schema.version, "url": report.schema.url},
        "table": table.to_dict(),
        "recognised": [name for name in report.schema.field_names if name in table.labels],
        "error_count": len(report.errors),
        "warning_count": len(report.warnings),
        "left_count": len(left),
        "errors": _causes(left, labels, lang, near),
        "warnings": _causes(report.warnings, labels, lang, near),
    }


def as_csv(report: Report, labels: Labels, header: Iterable[str], lang: str) -> bytes:
    """Return every error as a table that a spreadsheet opens by double click (semicolons, UTF-8 with its mark)."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    for finding in report.errors:
        cells = (finding.row or "", label_of(finding.field, labels), finding.value or "", finding.message(lang))
        writer.writerow([_harmless(str(cell)) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def _causes(findings: Iterable[Finding], labels: Labels, lang: str, near: Near) -> list[dict[str, Any]]:
    ordered = sorted(findings, key=_cause)
    causes = [_group(list(found), labels, lang, near) for _, found in groupby(ordered, key=_cause)]
    return sorted(causes, key=lambda cause: (not cause["rows"], -int(cause["count"])))


def _cause(finding: Finding) -> tuple[str, str]:
    # Of columns that are not there, one list says more than as many headings.
    return finding.key, (finding.field or "") if finding.row else ""


def _group(found: list[Finding], labels: Labels, lang: str, near: Near) -> dict[str, Any]:
    by_row = sorted(found, key=lambda finding: finding.row or 0)
    one_field = len({each.field for each in found}) == 1
    shown = [
        {
            "row": each.row,
            "column": each.column,
            "value": each.value,
            "message": each.message(lang),
            "cells": near(each),
        }
        for each in by_row[:SHOWN]
    ]
    return {
        "title": found[0].title(lang),
        "field": found[0].field if one_field else None,
        "label": label_of(found[0].field, labels) if one_field else "",
        "count": len(found),
        "rows": any(each["cells"] for each in shown),
        "shown": shown,
    }


def label_of(field: str | None, labels: Labels) -> str:
    """Return a column's name in plain French, or as the schema has it."""
    words = labels.get(field or "")
    return words.label if words else field or ""


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
