"""Keep what was found out of the rest of the report: an error on a cell quotes the cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ckanext.scdl.privacy.finding import PersonalData
from ckanext.scdl.report import Finding, Report


def attach(report: Report, found: Sequence[PersonalData]) -> Report:
    """Return the report with the personal data, which its errors and warnings no longer quote."""
    by_row: dict[int, list[PersonalData]] = {}
    for each in found:
        if each.row is not None and each.hidden and each.sheet is None:
            by_row.setdefault(each.row, []).append(each)
    return replace(
        report,
        errors=tuple(_shielded(each, by_row.get(each.row or 0, ())) for each in report.errors),
        warnings=tuple(_shielded(each, by_row.get(each.row or 0, ())) for each in report.warnings),
        personal_data=tuple(found),
    )


def _shielded(finding: Finding, found: Sequence[PersonalData]) -> Finding:
    if not found:
        return finding
    value = None if finding.value is None else _masked(finding.value, found)
    return replace(finding, value=value, params={key: _any(each, found) for key, each in finding.params.items()})


def _any(value: Any, found: Sequence[PersonalData]) -> Any:  # noqa: ANN401
    return _masked(value, found) if isinstance(value, str) else value


def _masked(text: str, found: Sequence[PersonalData]) -> str:
    for each in found:
        text = text.replace(each.hidden or "", each.value or "")
    return text
