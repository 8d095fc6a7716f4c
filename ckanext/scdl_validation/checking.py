"""Check the file of a resource: when it is saved, or in a job that can be followed, cancelled and taken up again."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scdl import ScdlError, progress
from ckanext.scdl_validation import config, content, contract, earlier, gate, queue, results, signals, states
from ckanext.scdl_validation.model import Held
from ckanext.scdl_validation.results import Outcome
from ckanext.scdl_validation.subject import Subject, load
from ckanext.socle import storage
from ckanext.socle.pulse import Pulse, UnwantedError

log = logging.getLogger(__name__)

# Begun, and begun again once after an interruption.
ATTEMPTS = 2
# Where each step begins, in hundredths of the whole, and what its passes take: measured on 100,000 rows with 2 % of bad
# cells (``docs/operator/validation.md``).
BEGINS = {"fetching": 0, "checking": 2, "repairing": 48, "writing": 98}
SHARES = {
    "checking": {progress.READING: [(2, 9)], progress.PROVING: [(9, 14)], progress.JUDGING: [(14, 46)]},
    "repairing": {
        progress.MENDING: [(48, 62), (62, 70)],
        progress.PROVING: [(70, 75), (85, 87)],
        progress.JUDGING: [(75, 85), (87, 97)],
    },
}


def save(subject: Subject, outcome: Outcome | None) -> str | None:
    """Write, in the transaction that saves a resource, what is known of its file.

    Args:
        subject: the file, as it is saved.
        outcome: of these very bytes; None when nobody has checked them yet.

    Returns:
        The name of the check to put in the queue once the transaction is over; None when none is needed.
    """
    named = {"owner_org": subject.owner_org, "fingerprint": subject.fingerprint}
    if outcome is not None:
        states.put(subject.id, **named, **_found(outcome, subject), run="", step=states.IDLE, progress={})
        contract.finish(subject.id, outcome)
        return None
    blank: dict[str, Any] = {"schema": "", "file_hash": "", "personal": {}, "etag": "", "last_modified": ""}
    run = states.wait(subject.id, gate.before_check(is_upload=subject.is_upload), **named, **blank)
    if subject.schema:
        contract.begin(subject.id)
    else:
        contract.forget(subject.id)
    return run


def again(subject: Subject) -> str:
    """Write that a file is to be checked anew, whatever is known of its bytes, and commit; return the check's name."""
    state = states.get(subject.id)
    if state is not None and state.file_hash:
        results.forget(state.file_hash)
    held = Held(state.held) if state is not None else gate.before_check(is_upload=subject.is_upload)
    if state is not None and state.run:
        queue.stop(state.run)
    run = states.wait(subject.id, held, owner_org=subject.owner_org, fingerprint=subject.fingerprint)
    if subject.schema:
        contract.begin(subject.id)
    model.Session.commit()
    return run


def run(resource_id: str, name: str) -> None:
    """Make the check called ``name``, unless it was made, replaced or cancelled; safe to run again."""
    if not states.claim(resource_id, name):
        return
    subject = load(resource_id)
    if subject is None:
        _drop(resource_id)
        return
    if subject.schema:
        contract.run(resource_id)
    # The check may be long: no transaction stays open over it.
    model.Session.commit()
    try:
        with Pulse(partial(states.heartbeat, resource_id, name), progress.Course(SHARES, BEGINS), "fetching") as pulse:
            outcome, fetched = _outcome(subject, pulse)
            model.Session.commit()
            pulse.say("writing")
    except UnwantedError:
        model.Session.rollback()
        log.info("Check %s of resource %s was cancelled, or its file replaced", name, resource_id)
        return
    finish(subject, name, outcome, fetched)


def finish(subject: Subject, name: str, outcome: Outcome, fetched: content.Fetched | None = None) -> bool:
    """Write what a check found, on the resource too; False when another file or a person came between."""
    tags = {"etag": fetched.etag, "last_modified": fetched.last_modified} if fetched else {}
    before = states.held([subject.id])
    if not states.settle(subject.id, name, **_found(outcome, subject), **tags):
        model.Session.rollback()
        return False
    contract.finish(subject.id, outcome)
    model.Session.commit()
    stamp(subject.id)
    if before and not states.held([subject.id]):
        signals.released.send(subject.id)
    if is_compared_later(subject, outcome):
        queue.put_comparison(subject.id, outcome.file_hash)
    return True


def is_compared_later(subject: Subject, outcome: Outcome) -> bool:
    """Whether the file is to be compared with published ones that its check did not wait for."""
    return bool(outcome.status and outcome.report["table"] and earlier.is_left_out(subject))


def revise(subject: Subject, outcome: Outcome) -> bool:
    """Write what a comparison found besides; False when another file, a check or a person came between."""
    if not states.revise(subject.id, **_found(outcome, subject)):
        model.Session.rollback()
        return False
    contract.finish(subject.id, outcome)
    model.Session.commit()
    stamp(subject.id)
    return True


def fail(resource_id: str, name: str, message: str) -> bool:
    """Write that a check has no verdict, and why; the file stays held if it was. False when it is no longer wanted."""
    if not states.settle(resource_id, name):
        model.Session.rollback()
        return False
    contract.fail(resource_id, message)
    model.Session.commit()
    stamp(resource_id)
    return True


def stamp(resource_id: str) -> None:
    """Write the status and its date on the resource, which its dataset's index and feeds show."""
    known = {"validation_status": "", "validation_timestamp": "", **contract.fields(resource_id)}
    subject = load(resource_id)
    if subject is None or all((subject.resource.get(name) or "") == value for name, value in known.items()):
        return
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    try:
        tk.get_action("resource_patch")({"ignore_auth": True, "user": user}, {"id": resource_id, **known})
    except (tk.ObjectNotFound, tk.ValidationError) as err:
        # A dataset that today's rules refuse for another reason keeps its old stamp; the table has the truth.
        model.Session.rollback()
        log.warning("The status of resource %s was not written on it: %s", resource_id, err)


def _found(outcome: Outcome, subject: Subject) -> dict[str, Any]:
    held = gate.verdict(outcome, subject.owner_org).value
    if not subject.is_upload and held == Held.INVALID.value:
        held = Held.NO.value
    return {"schema": outcome.schema, "file_hash": outcome.file_hash, "personal": outcome.personal, "held": held}


def _outcome(subject: Subject, pulse: Pulse) -> tuple[Outcome, content.Fetched | None]:
    """Fetch the file and check it; a file that cannot be had is an outcome too."""
    fetched = None
    try:
        if subject.is_upload:
            data = storage.content(subject.id)
        else:
            fetched = content.behind(subject.resource["url"])
            data = fetched.data or b""
    except ScdlError as err:
        return results.failed(err.message(config.report_language()), subject), None
    return results.check(data, subject, pulse.say), fetched


def _drop(resource_id: str) -> None:
    states.forget(resource_id)
    contract.forget(resource_id)
    model.Session.commit()
