"""What may be published without anybody: what is sure, valid, and takes the place of one known file.

All the rest waits for a person; what is public does not change until then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context

from ckanext.deposit import approval, deciding, forms, model, publishing, versions, withdrawals
from ckanext.deposit.publishing import Published
from ckanext.deposit.states import State

PUBLISHED, TO_ANSWER, REQUESTED = "published", "to-answer", "requested"
# A table that loses more of its rows than this was more likely cut than corrected: somebody has a look.
LEAST_LEFT = 0.5


def publish(deposit: model.Deposit, resource_id: str, user: str) -> dict[str, Any]:
    """Publish a checked deposit if nothing stands in the way; where the policy has it approved first, ask for that.

    Args:
        deposit: after its check.
        resource_id: the public file that such deposits replace, empty when not known.
        user: name of who answers for it; rights are those of this person.

    Returns:
        ``state``, and ``reason`` (with its own ``sentence`` when ``refused``) where somebody is waited for.
    """
    found = publishing.published(deposit.owner_org, deposit.schema_name)
    target = _target(found, resource_id)
    reason = _of_file(deposit) or _of_publication(deposit, found, target)
    if reason:
        return {"state": TO_ANSWER, "reason": reason}
    asks = approval.must_ask(user, deposit.owner_org)
    context: Context = {"user": user}
    try:
        action = tk.get_action("deposit_request" if asks else "deposit_publish")
        action(context, {"id": deposit.id, "target": target or ""})
    except tk.ValidationError as err:
        return {"state": TO_ANSWER, "reason": "refused", "sentence": " ".join(forms.errors(err).values())}
    return {"state": REQUESTED if asks else PUBLISHED}


def _of_file(deposit: model.Deposit) -> str:
    """What in the file itself waits for a person."""
    report: Mapping[str, Any] = deposit.report
    state = State(deposit.state)
    if state not in {State.VALID, State.INVALID}:
        return "unreadable" if state is State.UNREADABLE else "stopped"
    if report.get("other_schema"):
        return "other-schema"
    if report.get("questions"):
        return "questions"
    if state is State.INVALID:
        return "errors"
    return "personal" if deciding.undecided(deposit) else ""


def _of_publication(deposit: model.Deposit, found: list[Published], target: str | None) -> str:
    """What in the publication waits for a person, once the file is right."""
    if withdrawals.in_force({each.package_id for each in found}):
        return "withdrawn"
    if target is None:
        return "several"
    rows, last = int(deposit.report["table"]["rows"]), versions.last(target) if target else None
    return "fewer" if not rows or (last and rows < last.rows * LEAST_LEFT) else ""


def _target(found: list[Published], resource_id: str) -> str | None:
    """The public file to replace, empty for a first publication; None when a person has to say."""
    ids = [each.resource_id for each in found]
    if resource_id in ids:
        return resource_id
    return None if len(ids) > 1 else "".join(ids)
