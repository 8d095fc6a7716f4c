"""What the schema lets pass and a person who knows the commune would not: warnings, one class a file.

They look at what columns mean (``schemas/scdl/<name>/senses.yaml``) and at what is known besides (``Context``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ckanext.scdl.checking import translation
from ckanext.scdl.checking.beyond.amounts import Amounts
from ckanext.scdl.checking.beyond.base import Check, Senses, View, senses_of
from ckanext.scdl.checking.beyond.communes import Communes
from ckanext.scdl.checking.beyond.days import Days
from ckanext.scdl.checking.beyond.own_commune import OwnCommune
from ckanext.scdl.checking.beyond.own_siret import OwnSiret
from ckanext.scdl.checking.beyond.places import Places
from ckanext.scdl.checking.beyond.published import AlreadyPublished
from ckanext.scdl.checking.beyond.totals import Totals
from ckanext.scdl.context import Context
from ckanext.scdl.report import Report

CHECKS: tuple[Callable[[], Check], ...] = (
    OwnSiret,
    OwnCommune,
    Communes,
    Days,
    Amounts,
    Places,
    Totals,
    AlreadyPublished,
)


def attach(report: Report, context: Context) -> Report:
    """Return the report with the warnings beyond the schema; a cell that is an error already gets none."""
    view = View(report.table, report.schema, context)
    wrong = {(error.row, error.column) for error in report.errors}
    told = (each for check in CHECKS for each in check().find(view))
    found = [each for each in told if each.row is None or (each.row, each.column) not in wrong]
    if not found:
        return report
    labelled = translation.with_labels(Report(report.schema, report.table, warnings=tuple(found))).warnings
    return replace(report, warnings=(*report.warnings, *labelled))


__all__ = ["CHECKS", "Check", "Senses", "View", "attach", "senses_of"]
