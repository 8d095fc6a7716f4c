"""The tables of the room. ``validation`` is ckanext-validation's, column for column; the others are ours."""

from __future__ import annotations

from datetime import datetime, timezone
from enum import Enum
from typing import Any

import sqlalchemy as sa
from ckan.model.base import BaseModel
from ckan.model.types import make_uuid
from sqlalchemy.dialects.postgresql import JSON, JSONB
from sqlalchemy.orm import Mapped, mapped_column


def now() -> datetime:
    """Return the time in UTC without zone, as all of CKAN's tables keep it."""
    return datetime.now(timezone.utc).replace(tzinfo=None)


class Held(str, Enum):
    """Why the public does not get a file."""

    NO = ""
    WAITING = "waiting"
    UNDECIDED = "undecided"
    INVALID = "invalid"


class Validation(BaseModel):
    """What the readers of ckanext-validation know of a resource: its last check.

    Attributes:
        status: ``created``, ``running``, ``success``, ``failure`` or ``error``.
        report: our report JSON (``ckanext.scdl.report``).
        error: ``{"message": [sentence, …]}`` when the status is ``error``.
    """

    __tablename__ = "validation"

    id: Mapped[str] = mapped_column(sa.Unicode, primary_key=True, default=make_uuid)
    resource_id: Mapped[str | None] = mapped_column(sa.Unicode)
    status: Mapped[str | None] = mapped_column(sa.Unicode, default="created")
    created: Mapped[datetime | None] = mapped_column(sa.DateTime, default=now)
    finished: Mapped[datetime | None] = mapped_column(sa.DateTime)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    error: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class CheckedFile(BaseModel):
    """The report on some bytes, found again instead of checking twice.

    Attributes:
        schema: its address; empty when the file has none.
        owner_org: whose file it was: some checks look at the body that publishes.
        rules: version of the checks (``results.rules``).
        report: our report JSON, its longest lists cut; ``counts`` has their true lengths.
        personal: what the search for personal data found (``personal.summary``).
    """

    __tablename__ = "checked_file"

    file_hash: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    schema: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    owner_org: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    rules: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    created: Mapped[datetime] = mapped_column(sa.DateTime, default=now)
    report: Mapped[dict[str, Any]] = mapped_column(JSONB)
    personal: Mapped[dict[str, Any]] = mapped_column(JSONB)


class FileState(BaseModel):
    """Where the file of a resource stands: whether the public may have it, and the check that goes on.

    Attributes:
        fingerprint: which file and schema this is about; another one begins everything anew.
        schema: address of the schema version that the file was checked against; empty when it has none.
        file_hash: sha-256 of the bytes that were checked, empty before.
        personal: what is to be decided on (``personal.summary``).
        held: why the public does not get the file (``Held``), empty when it does.
        run: name of the check that may write here; empty when none goes on. A late check finds another one.
        step: ``waiting`` or ``running``; empty when no check goes on.
        attempts: how many times the check was begun.
        progress: of the check: as ``socle.pulse`` writes it: ``step``, ``done`` (0 to 100), ``row`` and ``of``.
        modified: last sign of life of the check.
        looked_at: when the address of a link was last asked.
        etag: what the address answered then, as its ``last_modified``.
    """

    __tablename__ = "file_state"

    resource_id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    owner_org: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    fingerprint: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    schema: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    file_hash: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    personal: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    held: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    run: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    step: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    attempts: Mapped[int] = mapped_column(sa.Integer, default=0)
    progress: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    modified: Mapped[datetime] = mapped_column(sa.DateTime, default=now)
    looked_at: Mapped[datetime] = mapped_column(sa.DateTime, default=now)
    etag: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    last_modified: Mapped[str] = mapped_column(sa.UnicodeText, default="")


class PersonalDataDecision(BaseModel):
    """What somebody decided on a finding of a file. Rows are only added: the log says who, when and why.

    Attributes:
        file_hash: sha-256 of the file; another file is decided on anew.
        finding: ``PersonalData.key``; without its row, it stands for the whole column.
        place: ``column``, ``row`` and ``sheet`` of that key.
        number: the order in which decisions were written; the last one counts.
    """

    __tablename__ = "personal_data_decision"

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=make_uuid)
    owner_org: Mapped[str] = mapped_column(sa.UnicodeText)
    file_hash: Mapped[str] = mapped_column(sa.UnicodeText)
    finding: Mapped[str] = mapped_column(sa.UnicodeText)
    kind: Mapped[str] = mapped_column(sa.UnicodeText)
    place: Mapped[dict[str, Any]] = mapped_column(JSONB)
    choice: Mapped[str] = mapped_column(sa.UnicodeText)
    reason: Mapped[str] = mapped_column(sa.UnicodeText)
    user_id: Mapped[str] = mapped_column(sa.UnicodeText)
    created: Mapped[datetime] = mapped_column(sa.DateTime, default=now)
    number: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity())
