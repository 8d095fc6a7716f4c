"""Where files stand: each step is one UPDATE with its condition, so that of two workers or clicks one wins."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from ckan import model
from sqlalchemy.exc import OperationalError

from ckanext.scdl_validation.model import FileState, Held, now

log = logging.getLogger(__name__)

WAITING, RUNNING, IDLE = "waiting", "running", ""


def get(resource_id: str) -> FileState | None:
    """Return the state of a file, as the database has it now."""
    found: FileState | None = model.Session.get(FileState, resource_id, populate_existing=True)
    return found


def put(resource_id: str, **values: Any) -> FileState:  # noqa: ANN401
    """Write the state of a file, whatever it was; the session is not committed."""
    state = get(resource_id)
    if state is None:
        state = FileState(resource_id=resource_id)
        model.Session.add(state)
    for name, value in values.items():
        setattr(state, name, value)
    model.Session.flush()
    return state


def wait(resource_id: str, held: Held, **values: Any) -> str:  # noqa: ANN401
    """Write that a file waits for a check, which takes the place of any other; return the name of the check."""
    run = uuid4().hex
    begun: dict[str, Any] = {"run": run, "step": WAITING, "attempts": 0, "modified": now(), "progress": {}}
    put(resource_id, held=held.value, **begun, **values)
    return run


def claim(resource_id: str, run: str) -> bool:
    """Take a waiting check to make it, and commit; False when somebody else did, or nobody wants it any more."""
    taken = sa.update(FileState).where(FileState.resource_id == resource_id, FileState.run == run)
    values = {"step": RUNNING, "attempts": FileState.attempts + 1, "modified": now()}
    return _commit(taken.where(FileState.step == WAITING).values(values))


def settle(resource_id: str, run: str, **values: Any) -> bool:  # noqa: ANN401
    """Write what a check found if it is still the one wanted, and say so; the session is not committed."""
    done = sa.update(FileState).where(FileState.resource_id == resource_id, FileState.run == run, FileState.run != "")
    ended: dict[str, Any] = {"run": "", "step": IDLE, "progress": {}, "modified": now(), **values}
    return _execute(done.values(ended))


def revise(resource_id: str, *, file_hash: str, **values: Any) -> bool:  # noqa: ANN401
    """Write what was found besides of an idle file that still has these bytes; the session is not committed."""
    same = sa.update(FileState).where(FileState.resource_id == resource_id, FileState.file_hash == file_hash)
    return _execute(same.where(FileState.step == IDLE).values(modified=now(), **values))


def heartbeat(resource_id: str, run: str, progress: dict[str, Any]) -> bool:
    """Write a sign of life on a connection of its own, so that no transaction hides it; False when nobody wants it."""
    alive = sa.update(FileState).where(FileState.resource_id == resource_id, FileState.run == run)
    with model.meta.engine.begin() as connection:
        return bool(connection.execute(alive.values(modified=now(), progress=progress)).rowcount)


def hold_now(resource_id: str) -> None:
    """Hold a file at once, on a connection of its own: its bytes change before the transaction that says so ends.

    Should that transaction fail, no fingerprint is left, and the scheduler has the file looked at again.
    """
    closing = sa.update(FileState).where(FileState.resource_id == resource_id)
    try:
        with model.meta.engine.begin() as connection:
            # Locked by this very request when it saves the file twice: then the state is being written anyway.
            connection.execute(sa.text("SET LOCAL lock_timeout = '2s'"))
            connection.execute(closing.values(held=Held.WAITING.value, fingerprint="", modified=now()))
    except OperationalError as err:
        log.warning("The file of resource %s was not held while it is replaced: %s", resource_id, err)


def orphans(seconds: int) -> list[str]:
    """Return the resources whose replacement failed half-way so many seconds ago."""
    old = now() - timedelta(seconds=seconds)
    wanted = sa.select(FileState.resource_id).where(FileState.fingerprint == "", FileState.modified < old)
    return list(model.Session.scalars(wanted.where(FileState.step == IDLE)))


def silent(seconds: int) -> list[FileState]:
    """Return the files whose check has given no sign of life for so many seconds."""
    old = now() - timedelta(seconds=seconds)
    wanted = sa.select(FileState).where(FileState.step != IDLE, FileState.modified < old)
    return list(model.Session.scalars(wanted.order_by(FileState.modified)))


def retake(state: FileState) -> str | None:
    """Give an interrupted check a new name to be begun again, and commit; None when it woke up meanwhile."""
    run = uuid4().hex
    again = sa.update(FileState).where(
        FileState.resource_id == state.resource_id, FileState.run == state.run, FileState.modified == state.modified
    )
    return run if _commit(again.values(run=run, step=WAITING, modified=now())) else None


def of_file(owner_org: str, file_hash: str) -> list[FileState]:
    """Return the states of the files of a body that hold these bytes."""
    wanted = sa.select(FileState).where(FileState.owner_org == owner_org, FileState.file_hash == file_hash)
    return list(model.Session.scalars(wanted))


def held(resource_ids: Collection[str]) -> dict[str, str]:
    """Return, of some resources, those whose file the public does not get, with the reason."""
    if not resource_ids:
        return {}
    wanted = sa.select(FileState.resource_id, FileState.held).where(
        FileState.held != "", FileState.resource_id.in_(resource_ids)
    )
    return {row.resource_id: row.held for row in model.Session.execute(wanted).all()}


def to_look_at(limit: int) -> list[FileState]:
    """Return the idle files whose address was not asked for longest."""
    wanted = sa.select(FileState).join(model.Resource, model.Resource.id == FileState.resource_id)
    links = wanted.where(FileState.step == IDLE, sa.func.coalesce(model.Resource.url_type, "") != "upload")
    active = links.where(model.Resource.state == "active")
    return list(model.Session.scalars(active.order_by(FileState.looked_at, FileState.resource_id).limit(limit)))


def checked() -> list[FileState]:
    """Return the idle files that were checked against a schema."""
    wanted = sa.select(FileState).where(FileState.step == IDLE, FileState.schema != "", FileState.file_hash != "")
    return list(model.Session.scalars(wanted.order_by(FileState.resource_id)))


def forget(resource_id: str) -> None:
    """Delete the state of a file; the session is not committed."""
    model.Session.execute(sa.delete(FileState).where(FileState.resource_id == resource_id))


def _execute(change: sa.Update) -> bool:
    return bool(model.Session.execute(change.execution_options(synchronize_session=False)).rowcount)


def _commit(change: sa.Update) -> bool:
    done = _execute(change)
    model.Session.commit()
    return done
