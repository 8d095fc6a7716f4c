"""Decisions on personal data: written once, never changed; the last one on a finding counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model

from ckanext.scdl_validation import personal
from ckanext.scdl_validation.model import PersonalDataDecision
from ckanext.territories import roles


def may_publish(user: str, organization: str) -> bool:
    """Whether a person may publish for a body, given by name or identifier."""
    return roles.may_publish(user, organization)


def organization_id(reference: str) -> str | None:
    """Return the identifier of an active organisation given by name or identifier."""
    group = model.Group.get(reference)
    return group.id if group is not None and group.is_organization and group.state == "active" else None


def record(owner_org: str, file_hash: str, user: str, made: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Write decisions and commit.

    Args:
        owner_org: identifier of the body.
        file_hash: sha-256 of the file.
        user: name of who decides.
        made: ``finding``, ``choice`` and ``reason`` of each.
    """
    account = model.User.get(user)
    rows = [
        PersonalDataDecision(
            owner_org=owner_org,
            file_hash=file_hash,
            finding=each["finding"],
            kind=personal.place(each["finding"]).kind,
            place=personal.place(each["finding"]).to_dict(),
            choice=each["choice"],
            reason=each["reason"],
            user_id=account.id if account else "",
        )
        for each in made
    ]
    model.Session.add_all(rows)
    model.Session.commit()
    return [shown(each) for each in rows]


def listed(file_hash: str | None = None, owner_org: str | None = None) -> list[PersonalDataDecision]:
    """Return decisions, the last first, on a file, of a body, or both."""
    wanted = sa.select(PersonalDataDecision)
    if file_hash is not None:
        wanted = wanted.where(PersonalDataDecision.file_hash == file_hash)
    if owner_org is not None:
        wanted = wanted.where(PersonalDataDecision.owner_org == owner_org)
    return list(model.Session.scalars(wanted.order_by(PersonalDataDecision.number.desc())))


def standing(file_hash: str, owner_orgs: Collection[str] | None) -> dict[str, str]:
    """Return the choice that stands for each finding of a file on which one of some bodies (None: any) decided."""
    wanted = sa.select(PersonalDataDecision.finding, PersonalDataDecision.choice).where(
        PersonalDataDecision.file_hash == file_hash
    )
    if owner_orgs is not None:
        wanted = wanted.where(PersonalDataDecision.owner_org.in_(owner_orgs))
    rows = model.Session.execute(wanted.order_by(PersonalDataDecision.number)).all()
    return {row.finding: row.choice for row in rows}


def shown(decision: PersonalDataDecision) -> dict[str, Any]:
    """Return a decision as the API has it."""
    user = model.User.get(decision.user_id)
    return {
        "id": decision.id,
        "organization": decision.owner_org,
        "file_hash": decision.file_hash,
        "finding": decision.finding,
        "kind": decision.kind,
        "place": decision.place,
        "choice": decision.choice,
        "reason": decision.reason,
        "user": {"id": decision.user_id, "name": user.name, "display_name": user.display_name} if user else None,
        "created": decision.created.isoformat(),
    }


def key(finding: Any) -> str:  # noqa: ANN401
    """Return the key of a finding, given whole or by its key.

    Raises:
        ValidationError: it has none.
    """
    key = str(finding.get("key")) if isinstance(finding, dict) else str(finding)
    try:
        personal.place(key)
    except ValueError as err:
        raise tk.ValidationError({"findings": [tk._("This is not the key of a finding of the report.")]}) from err
    return key


def unreasoned(decision: dict[str, str]) -> dict[str, list[str]]:
    """Return what is wrong with a decision, as a form has it: something is let out without a reason."""
    if decision["choice"] in personal.RELEASING and not decision["reason"].strip():
        return {"reason": [tk._("Say why this can be published.")]}
    return {}
