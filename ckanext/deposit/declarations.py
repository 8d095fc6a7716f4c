"""What a body says of a period in place of a file: it has nothing to publish, or its last table still holds."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.base import BaseModel
from ckan.model.types import make_uuid
from ckan.plugins import plugin_loaded
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.deposit import bodies
from ckanext.deposit.model import now
from ckanext.scdl import registry

NIL, SAME = "nil", "same"
KINDS = (NIL, SAME)
# «2025», «2025-T2», or «permanent» for a table that is always up to date.
PERIOD = re.compile(r"\d{4}(-T[1-4])?|permanent", re.ASCII)


class Declaration(BaseModel):
    """A declaration. One that is withdrawn is kept, with who did it and when.

    Attributes:
        kind: one of ``KINDS``.
        user_id: who declared.
    """

    __tablename__ = "deposit_declaration"

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=make_uuid)
    owner_org: Mapped[str] = mapped_column(sa.UnicodeText)
    schema_name: Mapped[str] = mapped_column(sa.UnicodeText)
    period: Mapped[str] = mapped_column(sa.UnicodeText)
    kind: Mapped[str] = mapped_column(sa.UnicodeText, default=NIL)
    user_id: Mapped[str] = mapped_column(sa.UnicodeText)
    created: Mapped[datetime] = mapped_column(sa.DateTime, default=now)
    withdrawn: Mapped[datetime | None] = mapped_column(sa.DateTime)
    withdrawn_by: Mapped[str] = mapped_column(sa.UnicodeText, default="")


def declare(owner_org: str, schema_name: str, period: str, kind: str, user_id: str) -> Declaration:
    """Keep a declaration and return it; one of the same kind that is in force is returned as it is.

    Raises:
        ValidationError: the period has one of the other kind, or the portal's obligations forbid this one.
    """
    refused = {
        NIL: tk._("Every body of this kind has “{name}”: publish the table. It cannot be declared empty."),
        SAME: tk._("Each period has its own table of “{name}”: publish the new one."),
    }
    if not may_be(kind, owner_org, schema_name):
        raise tk.ValidationError({"kind": [refused[kind].format(name=registry.words(schema_name).plain_name)]})
    values = {"owner_org": owner_org, "schema_name": schema_name, "period": period, "kind": kind, "user_id": user_id}
    new = insert(Declaration).values(id=make_uuid(), created=now(), withdrawn_by="", **values)
    model.Session.execute(new.on_conflict_do_nothing())
    model.Session.commit()
    found = in_force([owner_org], schema_name, period)[0]
    if found.kind != kind:
        raise tk.ValidationError({"period": [tk._("Something else was declared for this period. Withdraw it first.")]})
    return found


def may_be(said: str, owner_org: str, schema_name: str) -> bool:
    """Whether a body may say ``nil`` or ``same`` of some data: the obligations of the portal can forbid it."""
    if not plugin_loaded("observatory"):
        return True
    kind = bodies.body(owner_org).kind
    rules = tk.get_action("observatory_rules")({"ignore_auth": True}, {})
    asked = [rule[said] for rule in rules if rule["schema"] == schema_name and kind in rule["bodies"]]
    return not asked or any(asked)


def withdraw(declaration_id: str, user_id: str) -> Declaration:
    """Take a declaration back, once: who does it second changes nothing.

    Raises:
        ObjectNotFound: there is none of that id.
    """
    change = sa.update(Declaration).where(Declaration.id == declaration_id, Declaration.withdrawn.is_(None))
    model.Session.execute(change.values(withdrawn=now(), withdrawn_by=user_id))
    model.Session.commit()
    found = get(declaration_id)
    if found is None:
        raise tk.ObjectNotFound(tk._("There is no such declaration."))
    return found


def get(declaration_id: str) -> Declaration | None:
    """Return a declaration."""
    found: Declaration | None = model.Session.get(Declaration, declaration_id, populate_existing=True)
    return found


def in_force(owner_orgs: Collection[str], schema_name: str = "", period: str = "") -> list[Declaration]:
    """Return the declarations of some bodies that were not withdrawn, the newest first."""
    wanted = sa.select(Declaration).where(Declaration.owner_org.in_(owner_orgs), Declaration.withdrawn.is_(None))
    if schema_name:
        wanted = wanted.where(Declaration.schema_name == schema_name)
    if period:
        wanted = wanted.where(Declaration.period == period)
    return list(model.Session.scalars(wanted.order_by(Declaration.created.desc(), Declaration.id)))


def shown(declaration: Declaration) -> dict[str, Any]:
    """Return a declaration as the API gives it to anybody: what and when, not which person."""
    name = declaration.schema_name
    return {
        "id": declaration.id,
        "organization": declaration.owner_org,
        "schema": {"name": name, "plain_name": registry.words(name).plain_name},
        "period": declaration.period,
        "kind": declaration.kind,
        "created": declaration.created.isoformat(),
        "withdrawn": declaration.withdrawn.isoformat() if declaration.withdrawn else None,
    }
