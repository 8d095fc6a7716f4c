"""The people who act for a body: their accounts."""

from __future__ import annotations

import ckan.model as model


def account(reference: str) -> model.User | None:
    """Return the active account with this name, id or e-mail; None also when several share the e-mail."""
    user = model.User.get(reference.strip())
    if user is None and "@" in reference:
        same = [each for each in model.User.by_email(reference.strip().lower()) if each.state == "active"]
        user = same[0] if len(same) == 1 else None
    return user if user is not None and user.state == "active" else None
