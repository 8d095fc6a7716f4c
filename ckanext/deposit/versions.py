"""Every file that was published, kept with its number, its verdict and its fingerprint."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.base import BaseModel
from ckan.model.types import make_uuid
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.deposit import files
from ckanext.deposit.model import Deposit, now


class Version(BaseModel):
    """A published file.

    Attributes:
        number: from 1, of its resource.
        file_key: where its bytes lie in the storage of deposits.
        valid: the verdict of its check.
        hidden: only for those of the body: it was public when the data were withdrawn.
    """

    __tablename__ = "deposit_version"

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=make_uuid)
    deposit_id: Mapped[str] = mapped_column(sa.UnicodeText, unique=True)
    package_id: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    resource_id: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    number: Mapped[int] = mapped_column(sa.Integer)
    schema_url: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    file_key: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    format: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    size: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    hash: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    rows: Mapped[int] = mapped_column(sa.Integer, default=0)
    valid: Mapped[bool] = mapped_column(sa.Boolean, default=True)
    user_id: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    published: Mapped[datetime] = mapped_column(sa.DateTime, default=now)
    hidden: Mapped[bool] = mapped_column(sa.Boolean, default=False)


def keep(deposit: Deposit, package_id: str, resource_id: str) -> None:
    """Keep a copy of what a deposit publishes; done twice after an interruption, it is kept once."""
    if _of_deposit(deposit.id) is not None:
        return
    content = files.load(deposit.public_key)
    number = sa.select(sa.func.coalesce(sa.func.max(Version.number), 0) + 1).where(Version.resource_id == resource_id)
    key = files.save(f"versions/{resource_id}", content)
    values = {
        "id": make_uuid(),
        "deposit_id": deposit.id,
        "package_id": package_id,
        "resource_id": resource_id,
        "number": number.scalar_subquery(),
        "schema_url": deposit.schema_url,
        "file_key": key,
        "format": str(deposit.report["table"]["format"]),
        "size": len(content),
        "hash": deposit.mended_hash or deposit.file_hash,
        "rows": int(deposit.report["table"]["rows"]),
        "valid": bool(deposit.report["valid"]),
        "user_id": deposit.user_id,
        "published": now(),
        "hidden": False,
    }
    model.Session.execute(insert(Version).values(**values).on_conflict_do_nothing())
    model.Session.commit()


def get(version_id: str) -> Version | None:
    """Return a version."""
    found: Version | None = model.Session.get(Version, version_id)
    return found


def of_package(package_id: str, *, hidden: bool) -> list[Version]:
    """Return the versions of a dataset's files, the newest first; with or without the hidden ones."""
    wanted = sa.select(Version).where(Version.package_id == package_id)
    shown = wanted if hidden else wanted.where(Version.hidden.is_(False))
    return list(model.Session.scalars(shown.order_by(Version.published.desc(), Version.number.desc())))


def last(resource_id: str) -> Version | None:
    """Return the newest version of a file."""
    wanted = sa.select(Version).where(Version.resource_id == resource_id).order_by(Version.number.desc())
    found: Version | None = model.Session.scalars(wanted).first()
    return found


def hide(package_id: str, *, hidden: bool) -> None:
    """Hide the versions that there are of a dataset's files, or show them; the session is not committed."""
    model.Session.execute(sa.update(Version).where(Version.package_id == package_id).values(hidden=hidden))


def shown(version: Version) -> dict[str, Any]:
    """Return a version as the API gives it."""
    kept = ("id", "package_id", "resource_id", "number", "format", "size", "hash", "rows", "valid", "hidden")
    return {**{name: getattr(version, name) for name in kept}, "published": version.published.isoformat()}


def _of_deposit(deposit_id: str) -> Version | None:
    found: Version | None = model.Session.scalars(sa.select(Version).where(Version.deposit_id == deposit_id)).first()
    return found
