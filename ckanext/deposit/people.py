"""Who publishes for a body and can be written to: its own people, and who acts for it by delegation today."""

from __future__ import annotations

import sqlalchemy as sa
from ckan import model

from ckanext.territories import delegations


def publishers(body: str) -> list[model.User]:
    """Return the people who publish for a body (its id) and have an address, the oldest accounts first."""
    member, user = model.Member, model.User
    members = sa.select(member.table_id).where(
        member.group_id == body,
        member.table_name == "user",
        member.state == "active",
        member.capacity.in_(["admin", "editor"]),
    )
    there = sa.select(user).where(user.state == "active", user.email != "")
    own = there.where(sa.or_(user.id.in_(members), user.id.in_(delegations.delegates(body))))
    return list(model.Session.scalars(own.order_by(user.created)))
