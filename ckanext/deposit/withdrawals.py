"""Data taken down at once: the dataset becomes private, so that its page, file, table and feeds answer «not found».

CKAN's own rights do it; the reason is kept, and shown to those who may publish for the body.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.base import BaseModel
from ckan.model.types import make_uuid
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.deposit import versions
from ckanext.deposit.model import now


class Withdrawal(BaseModel):
    """That a dataset was taken down, and put back when it was."""

    __tablename__ = "deposit_withdrawal"

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=make_uuid)
    package_id: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    reason: Mapped[str] = mapped_column(sa.UnicodeText)
    user_id: Mapped[str] = mapped_column(sa.UnicodeText)
    created: Mapped[datetime] = mapped_column(sa.DateTime, default=now)
    lifted: Mapped[datetime | None] = mapped_column(sa.DateTime)
    lifted_by: Mapped[str] = mapped_column(sa.UnicodeText, default="")


def withdraw(package_id: str, reason: str, user: str, user_id: str) -> None:
    """Take a dataset down, with every version of its files.

    Raises:
        ValidationError: it is down already.
    """
    if in_force([package_id]):
        raise tk.ValidationError({"id": [tk._("These data are already taken down.")]})
    model.Session.add(Withdrawal(package_id=package_id, reason=reason, user_id=user_id))
    versions.hide(package_id, hidden=True)
    _patch(user, package_id, private=True)


def put_back(package_id: str, user: str, user_id: str, *, replaced: bool = False) -> bool:
    """Make a dataset public again, and say whether it was down.

    Args:
        package_id: of the dataset.
        user: name of who does it.
        user_id: of the same.
        replaced: by another file: the versions that were withdrawn stay hidden.
    """
    change = sa.update(Withdrawal).where(Withdrawal.package_id == package_id, Withdrawal.lifted.is_(None))
    if not model.Session.execute(change.values(lifted=now(), lifted_by=user_id)).rowcount:
        return False
    if not replaced:
        versions.hide(package_id, hidden=False)
    _patch(user, package_id, private=False)
    return True


def in_force(package_ids: Collection[str]) -> list[Withdrawal]:
    """Return the withdrawals of some datasets that hold now."""
    wanted = sa.select(Withdrawal).where(Withdrawal.package_id.in_(package_ids), Withdrawal.lifted.is_(None))
    return list(model.Session.scalars(wanted))


def of_bodies(owner_orgs: Collection[str]) -> list[tuple[Withdrawal, model.Package]]:
    """Return what is taken down of some bodies, the newest first."""
    package = model.Package
    wanted = sa.select(Withdrawal, package).join(package, package.id == Withdrawal.package_id)
    held = wanted.where(package.owner_org.in_(owner_orgs), package.state == "active", Withdrawal.lifted.is_(None))
    return [(row[0], row[1]) for row in model.Session.execute(held.order_by(Withdrawal.created.desc()))]


def history(package_id: str) -> list[Withdrawal]:
    """Return every withdrawal of a dataset, the newest first."""
    wanted = sa.select(Withdrawal).where(Withdrawal.package_id == package_id)
    return list(model.Session.scalars(wanted.order_by(Withdrawal.created.desc())))


def shown(withdrawal: Withdrawal) -> dict[str, Any]:
    """Return a withdrawal as the API gives it to who may publish for the body."""
    author = model.User.get(withdrawal.user_id)
    return {
        "id": withdrawal.id,
        "package_id": withdrawal.package_id,
        "reason": withdrawal.reason,
        "by": author.display_name if author else "",
        "created": withdrawal.created.isoformat(),
        "lifted": withdrawal.lifted.isoformat() if withdrawal.lifted else None,
    }


def _patch(user: str, package_id: str, *, private: bool) -> None:
    """Let CKAN write it, with its index, its hooks and its feeds; this commits what the session holds."""
    # Rights were checked by the calling action.
    tk.get_action("package_patch")({"user": user, "ignore_auth": True}, {"id": package_id, "private": private})
