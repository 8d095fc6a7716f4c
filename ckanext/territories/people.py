"""The people who act for a body: their accounts."""

from __future__ import annotations

from typing import cast

import ckan.model as model
import sqlalchemy as sa

ACTIVE = "active"


def account(reference: str) -> model.User | None:
    """Return the active account with this name, id or e-mail."""
    user = model.User.get(reference.strip()) or by_email(reference)
    return user if user is not None and user.state == ACTIVE else None


def by_email(address: str) -> model.User | None:
    """Return the active account with this e-mail; CKAN lets an address have one."""
    user = model.User
    if "@" not in address:
        return None
    found = model.Session.query(user).filter(sa.func.lower(user.email) == address.strip().lower(), user.state == ACTIVE)
    return cast("model.User | None", found.first())
