"""What a person decides of a deposit's file: each decision is kept, and the file is checked again with it."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

import ckan.plugins.toolkit as tk
from ckan.types import Context

from ckanext.deposit import checking, hiding, model
from ckanext.deposit.choices import Choices, Hiding, chosen_columns
from ckanext.deposit.states import Event
from ckanext.scdl import registry

log = logging.getLogger(__name__)

# In the log of the portal, what was typed is one of the ways of masking.
_LOGGED = {"replace": "mask"}
_REASON_LENGTH = 1000


def new_turn() -> dict[str, Any]:
    """Return the columns of a check that begins."""
    return {"turn": uuid4().hex, "attempts": 0, "progress": {"step": "waiting"}}


def recheck(deposit: model.Deposit, choices: Choices | None = None, **values: Any) -> None:  # noqa: ANN401
    """Check the file of a deposit again, with other choices if some are given.

    Raises:
        ValidationError: it has no file, or is published.
    """
    kept: dict[str, Any] = {} if choices is None else {"answers": choices.to_json()}
    if not deposit.file_key or not model.move(deposit.id, Event.CHECK, **new_turn(), **kept, **values):
        raise tk.ValidationError({"id": [tk._("There is no file to check.")]})
    checking.start(model.existing(deposit.id))


def answered(deposit: model.Deposit, key: str, choice: str) -> Choices:
    """Return the choices with the answer to a question of the report; an empty answer asks it again.

    Raises:
        ValidationError: there is no such question, or it has no such answer.
    """
    choices = deposit.choices
    if not choice and key in choices.questions:
        return choices.answered(key, "")
    question = next((each for each in deposit.report.get("questions", ()) if each["key"] == key), None)
    if question is None:
        raise tk.ValidationError({"key": [tk._("This question is not asked any more.")]})
    labels = {each["choice"]: each["label"] for each in question["choices"]}
    if choice not in labels:
        raise tk.ValidationError({"choice": [tk._("Choose one of the answers.")]})
    return choices.answered(key, choice, (question["question"], labels[choice]))


def named(deposit: model.Deposit, by_field: Mapping[str, str], header_row: int | None, sheet: str | None) -> Choices:
    """Return the choices with the names of the columns.

    Args:
        deposit: whose file it is.
        by_field: the schema's name of a column → the file's, empty when the file has none.
        header_row: the row of the names, when a person says it.
        sheet: the sheet that holds the table, when a person says it.

    Raises:
        ValidationError: a column that the file does not have, or one chosen twice.
    """
    labels, known = deposit.report.get("columns", ()), set(registry.find(deposit.schema_url).field_names)
    kept = deposit.choices
    if header_row not in {None, deposit.report.get("header_row")} or sheet not in {None, deposit.report.get("sheet")}:
        # Elsewhere in the file stand other columns: nothing that was said of those read until now holds.
        return Choices(header_row=header_row or kept.header_row, sheet=sheet or kept.sheet)
    chosen = [label for label in by_field.values() if label]
    twice = sorted({label for label in chosen if chosen.count(label) > 1})
    if twice:
        sentence = tk._("“{column}” is chosen twice. Choose another column of your file for one of them.")
        raise tk.ValidationError({"columns": [sentence.format(column=twice[0])]})
    if not set(by_field) <= known or not set(chosen) <= set(labels):
        raise tk.ValidationError({"columns": [tk._("Choose among the columns of your file.")]})
    return kept.naming(chosen_columns(labels, by_field))


def hidden(deposit: model.Deposit, decisions: Sequence[Mapping[str, str]]) -> Choices:
    """Return the choices with decisions on personal data.

    Args:
        deposit: whose file it is.
        decisions: ``finding`` (its key, or that of its group), ``choice`` (empty: to be decided again), ``reason``,
            ``value``.

    Raises:
        ValidationError: an unknown finding or choice, or something published without a reason.
    """
    choices, groups = deposit.choices, {each["key"]: each for each in deposit.report.get("personal", ())}
    for each in decisions:
        place, row = _place(each["finding"])
        if place not in groups:
            raise tk.ValidationError({"decisions": [tk._("This was not found in the file.")]})
        choices = choices.deciding(place, _decision(groups[place], choices.personal.get(place), row, each))
    return choices


def log_decisions(context: Context, deposit: model.Deposit, decisions: Sequence[Mapping[str, str]]) -> None:
    """Write decisions in the portal's log: who, when, why.

    A decision on a group is also one on the rows of it that were decided otherwise before.
    """
    made = [
        {"finding": each["finding"], "choice": _LOGGED.get(each["choice"], each["choice"]), "reason": each["reason"]}
        for each in [*decisions, *_overruled(deposit, decisions)]
        if each["choice"]
    ]
    _decide(context, deposit.owner_org, deposit.file_hash, made)


def log_published(context: Context, deposit: model.Deposit) -> None:
    """Write, of the file that goes out, what a person let out in it: it is another file than the one sent."""
    if not deposit.mended_hash:
        return
    places = {each["sent"]: each["published"] for each in deposit.report.get("remaining", ())}
    released = [
        {"finding": places[key], "choice": hiding.PUBLISH, "reason": way.reason or tk._("Looked at before publication")}
        for key, way in deposit.choices.personal.items()
        if key in places
    ]
    _decide(context, deposit.owner_org, deposit.mended_hash, released)


def undecided(deposit: model.Deposit) -> list[dict[str, Any]]:
    """Return the groups of personal data of the file on which nobody decided yet."""
    made = deposit.choices.personal
    return [each for each in deposit.report.get("personal", ()) if not _is_decided(each, made.get(each["key"]))]


def ask_decisions(deposit: model.Deposit) -> None:
    """Refuse to publish personal data on which nobody decided.

    Raises:
        ValidationError: names what is to be decided.
    """
    open_groups = undecided(deposit)
    if open_groups:
        names = ", ".join(" – ".join(filter(None, (each["title"], each["label"]))) for each in open_groups)
        sentence = tk._("Decide first what becomes of the personal data of the file: {names}.")
        raise tk.ValidationError({"personal_data": [sentence.format(names=names)]})


def _is_decided(group: Mapping[str, Any], way: Hiding | None) -> bool:
    return way is not None and (bool(way.choice) or len(way.rows) >= group["count"])


def _decision(group: Mapping[str, Any], way: Hiding | None, row: int | None, said: Mapping[str, str]) -> Hiding | None:
    choice, reason, value = said["choice"], said["reason"].strip()[:_REASON_LENGTH], said["value"].strip()
    if choice and choice not in {*group["offered"], hiding.PUBLISH}:
        raise tk.ValidationError({"decisions": [tk._("Choose what becomes of “{name}”.").format(name=group["title"])]})
    if choice == hiding.PUBLISH and not reason:
        raise tk.ValidationError({"decisions": [tk._("Say why this can be published.")]})
    if choice == "replace" and not value:
        raise tk.ValidationError({"decisions": [tk._("Write what stands in its place.")]})
    before = way or Hiding("")
    if row is None:
        return Hiding(choice, reason, value, {}) if choice else None
    rows = {each: kept for each, kept in before.rows.items() if each != row}
    return Hiding(
        before.choice, reason or before.reason, value or before.value, rows | ({row: choice} if choice else {})
    )


def _overruled(deposit: model.Deposit, decisions: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    made, named = deposit.choices.personal, {each["finding"] for each in decisions}
    again = []
    for each in decisions:
        place, row = _place(each["finding"])
        if row is None and place in made:
            keys = [place.replace("::", f":{other}:", 1) for other in made[place].rows]
            again += [{**each, "finding": key} for key in keys if key not in named]
    return again


def _place(finding: str) -> tuple[str, int | None]:
    """The key of the group of a finding, and its row when it has one."""
    kind, column, row, sheet = [*finding.split(":", 3), "", "", ""][:4]
    return f"{kind}:{column}::{sheet}", int(row) if row.isascii() and row.isdigit() else None


def _decide(context: Context, owner_org: str, file_hash: str, made: list[dict[str, str]]) -> None:
    if not made:
        return
    data = {"organization": owner_org, "file_hash": file_hash, "decisions": made}
    try:
        action = tk.get_action("personal_data_decide")
    except KeyError:  # the room that keeps the log is not in this portal
        log.warning("Decisions on personal data, not logged elsewhere: %s", data)
        return
    action({"user": context["user"], "ignore_auth": True}, data)
