"""Let a checked deposit out: take it, publish it, load its rows. Of two calls, one does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model as ckan_model
from ckan.types import Context

from ckanext.deposit import (
    approval,
    checking,
    config,
    deciding,
    model,
    online,
    publishing,
    states,
    table,
    versions,
    view_model,
    withdrawals,
)
from ckanext.deposit.exceptions import PublicationConflictError
from ckanext.deposit.metadata import EDITABLE
from ckanext.scdl.folding import fold


def claim(deposit: model.Deposit, data: Mapping[str, Any], user: str, *, agreed: bool = False) -> bool:
    """Take the deposit to publish it; False when it is published, or being published, by an earlier call.

    Args:
        deposit: to publish.
        data: as ``deposit_publish`` takes it.
        user: who publishes it.
        agreed: the town hall has agreed by the link of its letter: nobody else is asked.

    Raises:
        ValidationError: the file has errors, or personal data on which nobody decided.
    """
    state = states.State(deposit.state)
    if state is states.State.PUBLISHED or (state is states.State.PUBLISHING and not checking.is_stale(deposit)):
        return False
    if not agreed:
        approval.refuse_unasked(user, deposit)
    if data.get("turn", deposit.turn) != deposit.turn:
        raise tk.ValidationError({"id": [tk._("The file changed since you opened this page. Look at it again.")]})
    event = _event(deposit, state, despite_errors=bool(data["despite_errors"]))
    ready = _ready(deposit, data)
    if state is states.State.REQUESTED:
        # Refused here, the request stands: who approves chooses, and answers again.
        publishing.check_target(deposit.owner_org, deposit.schema_name, ready["target"])
    ids = {} if deposit.resource_id else publishing.reserve()
    return model.move(deposit.id, event, only_turn=deposit.turn, stale=config.stale_after(), **ready, **ids)


def ask(deposit: model.Deposit, data: Mapping[str, Any], user_id: str) -> None:
    """Ask those who approve to publish the deposit, and write to them.

    Raises:
        ValidationError: it is not ready, or personal data are undecided, or what it replaces is to be chosen.
    """
    despite = bool(data["despite_errors"])
    state = states.State(deposit.state)
    event = states.request_event(state, invalid_allowed=despite and config.publish_invalid())
    if event is None or config.approval() == approval.NONE:
        raise tk.ValidationError({"id": [tk._("This file is not ready to be published.")]})
    ready = _ready(deposit, data)
    publishing.check_target(deposit.owner_org, deposit.schema_name, ready["target"])
    review = approval.request(user_id, despite_errors=despite)
    if model.move(deposit.id, event, only_turn=deposit.turn, review=review, **ready):
        approval.tell_approvers(model.existing(deposit.id))


def ask_town_hall(deposit: model.Deposit, target: str, review: dict[str, Any]) -> bool:
    """Ask a body to publish what was prepared for it; False when there is something to correct before.

    Args:
        deposit: as it was checked.
        target: as ``deposit_publish`` takes it; empty where the town hall chooses among several files.
        review: what the deposit keeps of it.
    """
    event = states.request_event(states.State(deposit.state), invalid_allowed=False)
    if event is None:
        return False
    try:
        ready = _ready(deposit, {"target": target})
    except tk.ValidationError:
        return False
    return model.move(deposit.id, event, only_turn=deposit.turn, review=review, **ready)


def refuse(deposit: model.Deposit, user_id: str, reason: str) -> None:
    """Send a deposit back to who asked, with the reason.

    Raises:
        ValidationError: nobody asks for it any more.
    """
    event = states.refusal_event(valid=bool(deposit.report.get("valid")))
    if not model.move(deposit.id, event, review=approval.refusal(deposit.review, user_id, reason)):
        raise tk.ValidationError({"id": [tk._("Nobody asks for this publication any more.")]})
    approval.tell_author(model.existing(deposit.id), reason)


def _event(deposit: model.Deposit, state: states.State, *, despite_errors: bool) -> states.Event:
    """The event that publishes a deposit.

    Raises:
        ValidationError: there is none in its state.
    """
    if state is states.State.REQUESTED:
        return states.Event.APPROVE
    checked = states.State.VALID if deposit.report.get("valid") else states.State.INVALID
    resumed = checked if state is states.State.PUBLISHING else state
    event = states.publish_event(resumed, invalid_allowed=despite_errors and config.publish_invalid())
    if event is None:
        raise tk.ValidationError({"id": [tk._("This file is not ready to be published.")]})
    return event


def _ready(deposit: model.Deposit, data: Mapping[str, Any]) -> dict[str, Any]:
    """What a publication, or the request for one, keeps: the fields that were changed, and what it replaces.

    Raises:
        ValidationError: personal data on which nobody decided, or data that are taken down.
    """
    deciding.ask_decisions(deposit)
    target = data.get("target", deposit.target)
    _ask_withdrawn(deposit, target)
    return {"target": target, "fields": {**deposit.fields, **_changed(deposit, data)}}


def _ask_withdrawn(deposit: model.Deposit, target: str) -> None:
    """Refuse to publish beside data that are taken down: only a file in their place makes them public again.

    Raises:
        ValidationError: says what to do.
    """
    found = publishing.published(deposit.owner_org, deposit.schema_name)
    down = {held.package_id for held in withdrawals.in_force({each.package_id for each in found})}
    held = [each.resource_id for each in found if each.package_id in down]
    if held and held != [target]:
        sentence = tk._("These data are taken down. Replace their file, or put them back first.")
        raise tk.ValidationError({"target": [sentence]})


def _changed(deposit: model.Deposit, data: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields that differ from what is filled in; a form sends them all, and the rest must stay automatic."""
    known = view_model.shown(deposit)["fields"]
    return {key: data[key] for key in EDITABLE if key in data and data[key].strip() != known.get(key)}


def release(context: Context, deposit: model.Deposit) -> None:
    """Publish a deposit that was taken, remember its columns, load its rows.

    Raises:
        ValidationError: CKAN refuses a field, or what the file replaces is to be chosen: the deposit is as before.
    """
    deposit_id, failure = deposit.id, states.failure_event(valid=bool(deposit.report["valid"]))
    columns, owner_org, schema_name = _odd_columns(deposit), deposit.owner_org, deposit.schema_name
    deposit_user = deposit.user_id
    try:
        deciding.log_published(context, deposit)
        package_id, resource_id = publishing.publish(context, deposit)
        versions.keep(deposit, package_id, resource_id)
    except tk.ValidationError:
        ckan_model.Session.rollback()
        model.move(deposit_id, failure)
        raise
    except PublicationConflictError as err:
        ckan_model.Session.rollback()
        model.move(deposit_id, failure)
        sentence = tk._("Files of this data are already published. Say whether yours replaces one of them.")
        raise tk.ValidationError({"target": [sentence]}) from err
    model.move(
        deposit_id,
        states.Event.DONE,
        published=model.now(),
        package_id=package_id,
        resource_id=resource_id,
        table_state="waiting",
        attempts=0,
    )
    online.forget(deposit_id)
    withdrawals.put_back(package_id, context["user"], deposit_user, replaced=True)
    if columns:
        model.remember(owner_org, schema_name, columns)
    table.start(deposit_id)


def _odd_columns(deposit: model.Deposit) -> dict[str, str]:
    """The columns of the file that are not called as the schema has them, with what they were taken for."""
    named = {fold(label): name for label, name in deposit.report.get("named", {}).items() if label.strip() != name}
    return {**named, **deposit.choices.columns}
