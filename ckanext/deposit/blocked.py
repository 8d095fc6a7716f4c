"""Files that do not go out as they are: with errors, unreadable, with personal data to decide on, or refused."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model as ckan_model

from ckanext.deposit import deciding
from ckanext.deposit.model import Deposit
from ckanext.deposit.states import State
from ckanext.scdl import registry
from ckanext.territories import tree

ERRORS, UNREADABLE, PERSONAL, REFUSED = "errors", "unreadable", "personal", "refused"
LISTED = 1000
_STATES = [State.VALID.value, State.INVALID.value, State.UNREADABLE.value]


def beneath(owner_org: str) -> list[dict[str, Any]]:
    """Return the blocked files of a body and of those beneath it, the last changed first."""
    ids = [row["id"] for row in tree.rows_below([owner_org])]
    wanted = sa.select(Deposit).where(Deposit.owner_org.in_(ids), Deposit.state.in_(_STATES), Deposit.file_name != "")
    found = ckan_model.Session.scalars(wanted.order_by(Deposit.modified.desc()).limit(LISTED))
    return [_shown(deposit, reason) for deposit in found if (reason := reason_of(deposit))]


def reason_of(deposit: Deposit) -> str:
    """Return why a file that came does not go out, empty when it may."""
    if deposit.review.get("reason"):
        return REFUSED
    if deposit.state == State.UNREADABLE:
        return UNREADABLE
    if deciding.undecided(deposit):
        return PERSONAL
    return ERRORS if deposit.state == State.INVALID else ""


def _shown(deposit: Deposit, reason: str) -> dict[str, Any]:
    return {
        "id": deposit.id,
        "organization": deposit.owner_org,
        "schema": deposit.schema_name,
        "plain_name": registry.words(deposit.schema_name).plain_name,
        "error_count": deposit.report.get("error_count", 0),
        "modified": deposit.modified.isoformat(),
        "reason": reason,
        "sentence": str(deposit.review.get("reason") or ""),
    }
