"""An obligation as the API gives it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from ckanext.observatory import batches, contacts, rules, states
from ckanext.scdl import registry

TOLD = 200


def rule(each: rules.Rule) -> dict[str, Any]:
    """Return what is asked for, and by which text."""
    return {
        "name": each.name,
        "schema": each.schema,
        "plain_name": registry.words(each.schema).plain_name,
        "level": each.level.value,
        "bodies": sorted(each.bodies),
        "population": each.population,
        "staff": each.staff,
        "condition": each.condition,
        "period": each.rhythm.value,
        "nil": each.nil,
        "same": each.same,
        "why": each.why,
        "references": [asdict(one) for one in each.references],
    }


def state(due: states.Due) -> dict[str, Any]:
    """Return where a body stands with one obligation, in short: what a grid needs."""
    return {
        "rule": due.rule.name,
        "schema": due.rule.schema,
        "level": due.level.value,
        "period": due.period.key,
        "state": due.standing.value,
        "action": due.action.value,
        "late": due.late,
        "due": _iso(due.period.due),
        "next_date": _iso(due.next_date),
        "published": _iso(due.last.day) if due.last else None,
        "valid": due.last.valid if due.last else None,
        "package_id": due.last.package if due.last else None,
        "resource_id": due.last.resource if due.last else None,
        "deposit_id": due.draft.id if due.draft else None,
        "error_count": due.draft.errors if due.draft else 0,
        "declaration": {"id": due.declaration.id, "kind": due.declaration.kind, "date": _iso(due.declaration.day)}
        if due.declaration
        else None,
    }


def contact(each: contacts.Contact) -> dict[str, Any]:
    """Return a message to a body."""
    names = ("kind", "address", "content", "delivered", "user_id")
    said = {name: getattr(each, name) for name in names}
    return {"organization": each.owner_org, **said, "sent": each.sent.isoformat()}


def batch(each: batches.Batch) -> dict[str, Any]:
    """Return a file for many bodies: what goes to whom, what is left out, what became of it."""
    names = ("id", "file_name", "state", "replace", "left_out")
    return {
        **{name: getattr(each, name) for name in names},
        "schema": each.schema_name,
        "plain_name": registry.words(each.schema_name).plain_name,
        "column": each.column_name,
        "parts": [{**part, **each.done.get(part["id"], {})} for part in each.parts],
        "silent": batches.is_silent(each),
        "created": each.created.isoformat(),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
