"""The last check of a file, as the API shows it."""

from __future__ import annotations

from typing import Any

from ckanext.scdl_validation import contract, gate, results, states, versions
from ckanext.scdl_validation.model import FileState
from ckanext.scdl_validation.subject import Subject

# What only those who may edit the dataset see: the public has the file and its verdict.
PRIVATE_LISTS = ("personal_data", "repairs", "questions")


def check(subject: Subject, *, editor: bool) -> dict[str, Any] | None:
    """Return the last check of a file, None when there was none.

    Args:
        subject: the file.
        editor: whether who asks may edit the dataset.

    Returns:
        The row of ckanext-validation's table, with ``progress``, ``held``, ``file_hash`` and ``newer_schema``. A file
        without schema, which is only searched for personal data, has a report whose ``valid`` is null.
    """
    row, state = contract.find(subject.id), states.get(subject.id)
    if row is None and (state is None or not editor):
        return None
    shown = contract.shown(row) if row is not None else _unschemed(subject)
    if not editor and shown["report"]:
        shown["report"] = {**shown["report"], **{name: [] for name in PRIVATE_LISTS}}
    return shown | _state(state, subject)


def _unschemed(subject: Subject) -> dict[str, Any]:
    state = states.get(subject.id)
    known = results.find(state.file_hash, subject) if state else None
    blank: dict[str, Any] = dict.fromkeys(("id", "status", "created", "finished", "error"))
    return {**blank, "resource_id": subject.id, "report": known.report if known else None}


def _state(state: FileState | None, subject: Subject) -> dict[str, Any]:
    if state is None:
        return {"progress": {}, "held": None, "file_hash": None, "newer_schema": None}
    return {
        "progress": _progress(state),
        "held": {"code": state.held, "message": gate.sentence(state.held)} if state.held else None,
        "file_hash": state.file_hash or None,
        "newer_schema": _newer(state, subject),
    }


def _progress(state: FileState) -> dict[str, Any]:
    if state.step == states.IDLE:
        return {}
    return {"step": state.step, "done": 0, **(state.progress if state.step == states.RUNNING else {})}


def _newer(state: FileState, subject: Subject) -> dict[str, Any] | None:
    """The version of the schema that came out since, and whether the file follows it; null when not tried yet."""
    newer = versions.newer(state.schema)
    if newer is None:
        return None
    tried = results.find(state.file_hash, Subject({**subject.resource, "schema": newer.url}, subject.owner_org))
    return {"version": newer.version, "url": newer.url, "valid": tried.report["valid"] if tried else None}
