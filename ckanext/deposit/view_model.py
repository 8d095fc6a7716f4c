"""A deposit as the API and the pages show it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ckanext.deposit import approval, bodies, checking, config, deciding, metadata, model, periods, publishing
from ckanext.deposit.states import State, publish_event
from ckanext.scdl import registry


def shown(deposit: model.Deposit, user: str = "") -> dict[str, Any]:
    """Return a deposit in full: its file, its report, what publishing it would say and replace.

    Args:
        deposit: the deposit.
        user: name of who looks, to tell whether they have to ask for its publication (``must_ask``).
    """
    state = State(deposit.state)
    existing = publishing.published(deposit.owner_org, deposit.schema_name)
    joined = deposit.package_id if deposit.published else existing[0].package_id if existing else None
    fields = publishing.description(deposit, joined) if deposit.report.get("table") else {}
    undecided = [each["key"] for each in deciding.undecided(deposit)]
    return {
        **listed(deposit),
        "report": deposit.report,
        "progress": deposit.progress,
        "stale": checking.is_stale(deposit),
        "can_publish": publish_event(state, invalid_allowed=config.publish_invalid()) is not None and not undecided,
        "undecided": undecided,
        "choices": _choices(deposit),
        "fields": fields,
        "existing": [asdict(found) for found in existing],
        "target": deposit.target,
        "turn": deposit.turn,
        "review": approval.shown(deposit),
        "must_ask": bool(user) and approval.must_ask(user, deposit.owner_org),
        "table_state": deposit.table_state,
        "next_due": _next_due(deposit, fields.get("frequency", "")),
    }


def listed(deposit: model.Deposit) -> dict[str, Any]:
    """Return a deposit as a list has it."""
    words = registry.words(deposit.schema_name)
    body = bodies.body(deposit.owner_org)
    return {
        "id": deposit.id,
        "state": deposit.state,
        "organization": {"id": deposit.owner_org, "name": body.name, "title": body.title},
        "schema": {"name": deposit.schema_name, "url": deposit.schema_url, "plain_name": words.plain_name},
        "title": deposit.fields.get("title") or metadata.fill(words, body, None)["title"],
        "file": {
            "name": deposit.file_name,
            "size": deposit.file_size,
            "hash": deposit.file_hash,
            "kept": bool(deposit.file_key),
        },
        "online": None if deposit.typed is None else {"rows": deposit.typed, "is_file": deposit.is_typed},
        "repaired_file": {"size": deposit.mended_size, "hash": deposit.mended_hash} if deposit.mended_hash else None,
        "error_count": deposit.report.get("error_count", 0),
        "package_id": deposit.package_id if deposit.published else None,
        "resource_id": deposit.resource_id if deposit.published else None,
        "created": deposit.created.isoformat(),
        "modified": deposit.modified.isoformat(),
        "published": deposit.published.isoformat() if deposit.published else None,
    }


def _choices(deposit: model.Deposit) -> dict[str, Any]:
    """What a person decided, as the API gives it: answers in words too."""
    choices = deposit.choices
    said = [
        {"key": key, "choice": choice, "question": choices.said[key][0], "label": choices.said[key][1]}
        for key, choice in choices.questions.items()
    ]
    return {"answers": said, "personal": {key: each.to_json() for key, each in choices.personal.items()}}


def _next_due(deposit: model.Deposit, frequency: str) -> str | None:
    due = periods.next_due(deposit.published.date(), frequency) if deposit.published else None
    return due.isoformat() if due else None
