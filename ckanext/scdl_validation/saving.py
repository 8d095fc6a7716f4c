"""What happens when a resource is saved: its file is looked at before, its state is written with it.

``before`` runs in CKAN's ``before_resource_create`` and ``before_resource_update``, where the file is still in the
form: a small one is checked there, once, and may be sent back. ``within`` runs in ``after_dataset_create`` and
``after_dataset_update``, inside the transaction that saves the dataset, by whatever action that is done: no file is
committed without its state. Checks that need a job go into the queue when the transaction is over.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from sqlalchemy import event
from sqlalchemy.orm import SessionTransaction

from ckanext.scdl import ScdlError
from ckanext.scdl_validation import checking, config, content, contract, gate, queue, results, states
from ckanext.scdl_validation.results import Outcome
from ckanext.scdl_validation.subject import Subject
from ckanext.socle import storage

# What the session remembers until its transaction is over.
SEEN = "scdl_validation_seen"
TO_CHECK = "scdl_validation_to_check"
TO_COMPARE = "scdl_validation_to_compare"
SHOWN_ERRORS = 5


def before(resource: dict[str, Any], current: Mapping[str, Any] | None, package_id: str) -> None:
    """Look at the file of a resource that is about to be saved.

    Args:
        resource: as it will be; its checksum is written.
        current: as it is; None for a new one.
        package_id: its dataset.

    Raises:
        ValidationError: the file has errors, and the portal's policy is to send it back.
    """
    subject = _subject(resource, package_id)
    if not subject.wanted or _same(subject, current):
        return
    upload = content.uploading(resource)
    outcome = _known(subject, upload, current)
    if outcome and config.refuse_invalid() and outcome.status in {contract.FAILURE, contract.ERROR}:
        raise tk.ValidationError({"upload": _complaint(outcome)})
    if current and upload and (outcome is None or gate.verdict(outcome, subject.owner_org)):
        # CKAN puts the new file in the old one's place before it commits: nobody may fetch it in between.
        states.hold_now(str(current["id"]))
    if outcome is None:
        return
    resource["hash"], resource["hash_algorithm"] = outcome.file_hash, "sha256"
    model.Session().info.setdefault(SEEN, {})[(outcome.file_hash, outcome.schema)] = outcome


def within(package_id: str) -> None:
    """Write the state of every file of a dataset that is being saved, in the same transaction."""
    package = model.Package.get(package_id)
    if package is None:
        return
    for resource in package.resources:
        _write(resource, Subject.of_model(resource, package.owner_org))


def watch_transactions() -> None:
    """Put checks in the queue at the end of the transactions that want them."""
    if not event.contains(model.Session, "after_transaction_end", _transaction_ended):
        event.listen(model.Session, "after_transaction_end", _transaction_ended)


def _write(resource: model.Resource, subject: Subject) -> None:
    state = states.get(subject.id)
    if not subject.wanted:
        if state is not None:
            states.forget(subject.id)
            contract.forget(subject.id)
        _stamp(resource, {}, given=state is not None)
        return
    if state is None or state.fingerprint != subject.fingerprint:
        seen = _seen(resource, subject)
        run = checking.save(subject, seen)
        if state is not None and state.run:
            queue.stop(state.run)
        if run:
            model.Session().info.setdefault(TO_CHECK, {})[subject.id] = run
        if seen is not None and checking.is_compared_later(subject, seen):
            model.Session().info.setdefault(TO_COMPARE, {})[subject.id] = seen.file_hash
    _stamp(resource, contract.fields(subject.id), given=True)


def _stamp(resource: model.Resource, known: Mapping[str, str], *, given: bool) -> None:
    """Write on the resource what is known of its check, whatever the caller says of it.

    A file that is not checked here keeps what it says: it was harvested with it.
    """
    if not given:
        return
    rest = {key: value for key, value in (resource.extras or {}).items() if not key.startswith("validation_")}
    options = {key: value for key, value in (resource.extras or {}).items() if key == "validation_options"}
    extras = {**rest, **options, **known}
    if extras != (resource.extras or {}):
        resource.extras = extras
        model.Session.flush()


def _subject(resource: Mapping[str, Any], package_id: str) -> Subject:
    """The file that a resource will have."""
    upload = content.uploading(resource)
    url = {"url": upload.filename, "url_type": "upload"} if upload else {}
    # CKAN tells the format from the name afterwards; a format that the form repeats may be the former file's.
    owner = model.Session.scalar(sa.select(model.Package.owner_org).where(model.Package.id == package_id))
    return Subject({**resource, **url}, owner or "")


def _same(subject: Subject, current: Mapping[str, Any] | None) -> bool:
    """Whether only the description of a checked file changes."""
    if current is None or subject.resource.get("upload"):
        return False
    now, then = subject.resource, Subject(dict(current), subject.owner_org)
    return (now.get("url"), subject.schema, subject.guesses) == (current.get("url"), then.schema, then.guesses)


def _known(subject: Subject, upload: Any, current: Mapping[str, Any] | None) -> Outcome | None:  # noqa: ANN401
    """What is known of the file, which is checked now when it is small."""
    if upload is not None:
        if content.is_small(content.size_of(upload)):
            return results.check(content.bytes_of(upload), subject)
        return results.find(content.digest_of(upload), subject)
    if current is None or not subject.is_upload:
        return None
    try:
        small = content.is_small(storage.size(str(current["id"])))
        return results.check(storage.content(str(current["id"])), subject) if small else None
    except ScdlError:
        return None


def _seen(resource: model.Resource, subject: Subject) -> Outcome | None:
    """What was found, in this very transaction, of the bytes that the resource now has."""
    seen: dict[tuple[str, str], Outcome] = model.Session().info.get(SEEN, {})
    if not subject.is_upload:
        return None
    return seen.get((str(resource.hash), results.resolved(subject.schema)))


def _complaint(outcome: Outcome) -> list[str]:
    """The first errors of a file that is sent back, each with its row."""
    errors = outcome.report["errors"]
    shown = [_line(each) for each in errors[:SHOWN_ERRORS]]
    more = outcome.report["counts"]["errors"] - len(shown)
    rest = tk.ungettext("… and {count} more error.", "… and {count} more errors.", more).format(count=more)
    return [tk._("This file has errors: correct them and send it again."), *shown, *([rest] if more else [])]


def _line(error: Mapping[str, Any]) -> str:
    if error["row"] is None:
        return str(error["message"])
    return str(tk._("Row {row}: {message}").format(row=error["row"], message=error["message"]))


def _transaction_ended(session: Any, transaction: SessionTransaction) -> None:  # noqa: ANN401
    if transaction.parent is not None:
        return
    session.info.pop(SEEN, None)
    for resource_id, run in session.info.pop(TO_CHECK, {}).items():
        queue.put(resource_id, run)
    for resource_id, file_hash in session.info.pop(TO_COMPARE, {}).items():
        queue.put_comparison(resource_id, file_hash)
