"""Delegations: a person acts for a body between two dates. What holds today is worked out at each question."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.territories.model import Delegation, now


def today() -> date:
    """Return the day that the portal's people live (``ckan.display_timezone``)."""
    zone = str(tk.config.get("ckan.display_timezone") or "UTC")
    return datetime.now(ZoneInfo("UTC") if zone == "server" else ZoneInfo(zone)).date()


def holds() -> sa.ColumnElement[bool]:
    """Return the condition of a delegation that counts today."""
    day = today()
    return sa.and_(Delegation.revoked.is_(None), Delegation.starts <= day, Delegation.ends >= day)


def current(user_id: str, organization_ids: Collection[str] | None = None) -> dict[str, date]:
    """Return the bodies that a person acts for by delegation today, among some (None: all), with the last day."""
    wanted = sa.select(Delegation.organization_id, sa.func.max(Delegation.ends)).where(
        Delegation.user_id == user_id, holds()
    )
    if organization_ids is not None:
        wanted = wanted.where(Delegation.organization_id.in_(organization_ids))
    rows = model.Session.execute(wanted.group_by(Delegation.organization_id)).all()
    return {row[0]: row[1] for row in rows}


def delegates(organization_id: str) -> sa.Select[tuple[str]]:
    """Return a query of the ids of those who act for a body by delegation today."""
    return sa.select(Delegation.user_id).where(Delegation.organization_id == organization_id, holds())


def grant(
    organization_ids: Collection[str], user_id: str, by: str, starts: date, ends: date, reason: str
) -> list[Delegation]:
    """Write a delegation for each of some bodies, and commit.

    Args:
        organization_ids: of the bodies.
        user_id: of who will act.
        by: id of who gives it.
        starts: first day.
        ends: last day.
        reason: why.
    """
    rows = [
        Delegation(organization_id=each, user_id=user_id, granted_by=by, starts=starts, ends=ends, reason=reason)
        for each in organization_ids
    ]
    model.Session.add_all(rows)
    model.Session.commit()
    return rows


def get(delegation_id: str) -> Delegation | None:
    """Return one delegation, whatever became of it."""
    found: Delegation | None = model.Session.get(Delegation, delegation_id)
    return found


def revoke(delegation: Delegation, by: str, reason: str) -> None:
    """End a delegation now; a second time changes nothing."""
    if delegation.revoked is None:
        delegation.revoked, delegation.revoked_by, delegation.revoke_reason = now(), by, reason
        model.Session.commit()


def listed(*, organization_id: str | None = None, user_id: str | None = None) -> list[Delegation]:
    """Return the log of a body, or of a person, the last written first."""
    wanted = sa.select(Delegation)
    if organization_id is not None:
        wanted = wanted.where(Delegation.organization_id == organization_id)
    if user_id is not None:
        wanted = wanted.where(Delegation.user_id == user_id)
    return list(model.Session.scalars(wanted.order_by(Delegation.created.desc(), Delegation.id)))


def shown(delegation: Delegation) -> dict[str, Any]:
    """Return a delegation as the API has it; ``active`` says whether it counts today."""
    body = model.Group.get(delegation.organization_id)
    active = delegation.revoked is None and delegation.starts <= today() <= delegation.ends
    return {
        "id": delegation.id,
        "organization": {"id": body.id, "name": body.name, "title": body.title} if body else None,
        "user": person(delegation.user_id),
        "granted_by": person(delegation.granted_by),
        "starts": delegation.starts.isoformat(),
        "ends": delegation.ends.isoformat(),
        "reason": delegation.reason,
        "created": delegation.created.isoformat(),
        "active": active,
        "coming": delegation.revoked is None and delegation.starts > today(),
        "revoked": delegation.revoked.isoformat() if delegation.revoked else None,
        "revoked_by": person(delegation.revoked_by),
        "revoke_reason": delegation.revoke_reason,
    }


def person(user_id: str) -> dict[str, str] | None:
    """Return what both sides of a log may read of a person: id, name and display name."""
    user = model.User.get(user_id) if user_id else None
    return {"id": user.id, "name": user.name, "display_name": user.display_name} if user else None
