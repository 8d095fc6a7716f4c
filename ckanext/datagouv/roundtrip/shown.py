"""What pages show of the round trip."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import has_request_context

from ckanext.datagouv.roundtrip import model
from ckanext.datagouv.roundtrip.problems import Problem
from ckanext.datagouv.roundtrip.words import say


def presence(package_id: str) -> dict[str, Any] | None:
    """Return what is known of a dataset on data.gouv.fr; None when no check has seen it.

    Returns:
        ``state`` (see `model.Presence`), ``sentence`` («Present on data.gouv.fr since …»), ``problems`` (sentences),
        ``since`` and ``checked`` (ISO dates), ``url`` (its page there).
    """
    row = model.presence(package_id)
    return _shown(row) if row else None


def presences(owner_org: str) -> dict[str, dict[str, Any]]:
    """Return what is known of each dataset of an organisation, by identifier."""
    return {identifier: _shown(row) for identifier, row in model.presences(owner_org).items()}


def arrived(owner_org: str) -> dict[str, int]:
    """Return how many datasets of an organisation were looked for, are there, and are missing."""
    states = [row.state for row in model.presences(owner_org).values() if row.state != "leaving"]
    count = sum(state in ("present", "incomplete") for state in states)
    return {"looked": len(states), "count": count, "missing": len(states) - count}


def source(owner_org: str) -> dict[str, Any] | None:
    """Return what is known of an organisation's connection with data.gouv.fr; None when it was never looked at."""
    row = model.source(owner_org)
    if row is None:
        return None
    problem = say(Problem.from_dict(row.problem)) if row.problem else ""
    if not problem and row.validation != "accepted":
        problem = say(Problem(f"source-{row.validation}" if row.validation else "no-source"))
    return {"validation": row.validation, "problem": problem, "checked": row.checked.isoformat()}


def _shown(row: model.Presence) -> dict[str, Any]:
    return {
        "state": row.state,
        "sentence": _sentence(row),
        "problems": [say(Problem.from_dict(each)) for each in row.problems],
        "since": row.since.isoformat() if row.since else None,
        "checked": row.checked.isoformat(),
        "url": row.page,
    }


def _sentence(row: model.Presence) -> str:
    if row.since:
        # Outside a request (a job, a test) there is neither language nor time zone: the date as data.
        day = tk.h.socle_date(row.since.isoformat()) if has_request_context() else row.since.date().isoformat()
        return str(tk._("On data.gouv.fr since {date}").format(date=day))
    return str(tk._("Not yet on data.gouv.fr") if row.state == "waiting" else tk._("Not on data.gouv.fr"))
