"""Our report as the readers of ckanext-validation expect it: frictionless's ``tasks`` and ``stats``. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# frictionless stops there, and so do its report pages.
SHOWN_ERRORS = 1_000


def with_tasks(report: Mapping[str, Any]) -> dict[str, Any]:
    """Return our report with ``tasks`` (one: the file) and ``stats`` added; nothing of ours changes.

    Source: https://framework.frictionlessdata.io/docs/framework/report.html (version 5).
    """
    counts = report.get("counts") or {}
    errors = int(counts.get("errors", len(report["errors"])))
    warnings = int(counts.get("warnings", len(report["warnings"])))
    stats = {"tasks": 1, "errors": errors, "warnings": warnings, "seconds": 0.0}
    return {**report, "stats": stats, "tasks": [_task(report, errors, warnings)]}


def _task(report: Mapping[str, Any], errors: int, warnings: int) -> dict[str, Any]:
    table, schema = report.get("table") or {}, report.get("schema") or {}
    return {
        "name": str(schema.get("name") or "table"),
        "type": "table",
        "valid": report["valid"],
        "place": "",
        "labels": list(table.get("labels") or ()),
        "stats": {"errors": errors, "warnings": warnings, "rows": table.get("rows")},
        "warnings": [each["message"] for each in report["warnings"][:SHOWN_ERRORS]],
        "errors": [_error(each) for each in report["errors"][:SHOWN_ERRORS]],
    }


def _error(error: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": error["code"],
        "title": error["code"],
        "message": error["message"],
        "note": error["message"],
        "rowNumber": error["row"],
        "fieldNumber": error["column"],
        "fieldName": error["field"],
        "cell": error["value"],
    }
