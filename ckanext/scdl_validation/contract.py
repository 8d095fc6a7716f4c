"""The row of a resource in ckanext-validation's table, and what its readers get."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.scdl_validation import frictionless_view
from ckanext.scdl_validation.model import Validation, now
from ckanext.scdl_validation.results import Outcome

CREATED, RUNNING, SUCCESS, FAILURE, ERROR = "created", "running", "success", "failure", "error"


def find(resource_id: str) -> Validation | None:
    """Return the row of a resource, if it has one."""
    wanted = sa.select(Validation).where(Validation.resource_id == resource_id).order_by(Validation.created.desc())
    found: Validation | None = model.Session.scalars(wanted).first()
    return found


def begin(resource_id: str) -> None:
    """Write that a check waits for its turn, and forget the last report; the session is not committed."""
    _write(resource_id, status=CREATED, created=now(), finished=None, report=None, error=None)


def run(resource_id: str) -> None:
    """Write that a check goes on; the session is not committed."""
    _write(resource_id, status=RUNNING)


def finish(resource_id: str, outcome: Outcome) -> None:
    """Write what a check found; a file without schema has no row. The session is not committed."""
    if not outcome.status:
        forget(resource_id)
    elif outcome.status == ERROR:
        fail(resource_id, outcome.report["errors"][0]["message"], outcome.report)
    else:
        _write(resource_id, status=outcome.status, finished=now(), report=outcome.report, error=None)


def fail(resource_id: str, message: str, report: dict[str, Any] | None = None) -> None:
    """Write that there is no verdict, and why; the session is not committed."""
    _write(resource_id, status=ERROR, finished=now(), report=report, error={"message": [message]})


def forget(resource_id: str) -> bool:
    """Delete the row of a resource and say whether there was one; the session is not committed."""
    return bool(model.Session.execute(sa.delete(Validation).where(Validation.resource_id == resource_id)).rowcount)


def fields(resource_id: str) -> dict[str, str]:
    """Return what the resource says of its last check: ``validation_status`` and ``validation_timestamp``."""
    row = find(resource_id)
    if row is None:
        return {}
    moment = row.finished.isoformat() if row.finished else ""
    return {key: value for key, value in _named(row.status or "", moment).items() if value}


def shown(row: Validation) -> dict[str, Any]:
    """Return a row as ckanext-validation's readers know it; the report has frictionless's ``tasks`` besides ours."""
    return {
        "id": row.id,
        "resource_id": row.resource_id,
        "status": row.status,
        "created": row.created.isoformat() if row.created else None,
        "finished": row.finished.isoformat() if row.finished else None,
        "report": frictionless_view.with_tasks(row.report) if row.report else None,
        "error": row.error,
    }


def _named(status: str, moment: str) -> dict[str, str]:
    return {"validation_status": status, "validation_timestamp": moment}


def _write(resource_id: str, **values: Any) -> None:  # noqa: ANN401
    row = find(resource_id)
    if row is None:
        row = Validation(resource_id=resource_id)
        model.Session.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    model.Session.flush()


def with_status(statuses: Collection[str]) -> list[Validation]:
    """Return the rows of some statuses."""
    wanted = sa.select(Validation).where(Validation.status.in_(statuses)).order_by(Validation.resource_id)
    return list(model.Session.scalars(wanted))


def counts() -> dict[str, int]:
    """Return how many files have each status."""
    wanted = sa.select(Validation.status, sa.func.count()).group_by(Validation.status)
    return {str(status): int(count) for status, count in model.Session.execute(wanted).all()}
