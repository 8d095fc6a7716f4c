"""What the scheduler has done: interrupted checks, addresses whose content changed, schemas that have new versions.

Each job is idempotent and can be run again at any time.
"""

from __future__ import annotations

import hashlib
import logging

import ckan.plugins.toolkit as tk
from ckan import model
from flask_babel import force_locale

from ckanext.scdl import ScdlError
from ckanext.scdl.web import WebError
from ckanext.scdl_validation import checking, config, content, queue, results, states, versions
from ckanext.scdl_validation.model import FileState, now
from ckanext.scdl_validation.subject import Subject, load
from ckanext.socle import storage
from ckanext.socle.interfaces import ScheduledJob
from ckanext.socle.queues import SLOW

log = logging.getLogger(__name__)

EVERY_MINUTE = "* * * * *"
NIGHTLY_ADDRESSES = "40 2 * * *"
NIGHTLY_SCHEMAS = "10 4 * * *"


def scheduled_jobs() -> list[ScheduledJob]:
    """Return the room's jobs."""
    return [
        ScheduledJob(take_up, EVERY_MINUTE, timeout=300),
        ScheduledJob(look_at_addresses, NIGHTLY_ADDRESSES, timeout=6 * 3600, queue=SLOW),
        ScheduledJob(follow_schemas, NIGHTLY_SCHEMAS, timeout=6 * 3600, queue=SLOW),
    ]


def take_up() -> int:
    """Begin interrupted checks again, once; give up those interrupted twice. Returns how many were begun."""
    begun = sum(_take_up(state) for state in states.silent(config.stale_after()))
    for resource_id in states.orphans(config.stale_after()):
        subject = load(resource_id)
        if subject is not None:
            begun += queue.put(resource_id, checking.again(subject))
    model.Session.commit()
    return begun


def look_at_addresses() -> int:
    """Ask the addresses of files whether their content changed, and check what did. Returns how many changed."""
    chosen = [state.resource_id for state in states.to_look_at(config.addresses_per_night())]
    model.Session.commit()
    return sum(look_at(resource_id) for resource_id in chosen)


def look_at(resource_id: str) -> bool:
    """Ask the address of one file whether its content changed; if so, check it and return True.

    The request is conditional (``ETag``, ``Last-Modified``); a server that does not understand that sends the file,
    whose sha-256 tells.
    """
    state, subject = states.get(resource_id), load(resource_id)
    if state is None or subject is None or subject.is_upload:
        return False
    known, etag, modified = state.file_hash, state.etag, state.last_modified
    states.put(resource_id, looked_at=now())
    model.Session.commit()
    try:
        fetched = content.behind(subject.resource["url"], etag, modified)
    except WebError as err:
        log.info("The address of resource %s was not had: %s", resource_id, err.message("en"))
        return False
    if fetched.data is None:
        return False
    if hashlib.sha256(fetched.data).hexdigest() == known:
        states.put(resource_id, etag=fetched.etag, last_modified=fetched.last_modified)
        model.Session.commit()
        return False
    run = checking.again(subject)
    return states.claim(resource_id, run) and checking.finish(
        subject, run, results.check(fetched.data, subject), fetched
    )


def follow_schemas() -> int:
    """Check files again whose schema's address now means another version, and try the others on their newest one.

    Returns how many were checked; done twice, nothing is left to do.
    """
    identifiers = [state.resource_id for state in states.checked()]
    model.Session.commit()
    return sum(_follow(resource_id) for resource_id in identifiers)


def _follow(resource_id: str) -> bool:
    state, subject = states.get(resource_id), load(resource_id)
    if state is None or subject is None or state.step:
        return False
    if results.resolved(subject.schema) != state.schema:
        return queue.put(resource_id, checking.again(subject))
    newer = versions.newer(state.schema)
    if newer is None:
        return False
    offered = Subject({**subject.resource, "schema": newer.url}, subject.owner_org)
    return _try(offered, state)


def _try(offered: Subject, state: FileState) -> bool:
    """Check a file against a version that it does not claim to follow; only the report on it is kept."""
    if results.find(state.file_hash, offered) is not None:
        return False
    try:
        data = storage.content(offered.id) if offered.is_upload else content.behind(offered.resource["url"]).data or b""
    except ScdlError as err:
        log.info("The file of resource %s was not had: %s", offered.id, err.message("en"))
        return False
    results.check(data, offered)
    model.Session.commit()
    return True


def _take_up(state: FileState) -> bool:
    resource_id, run = state.resource_id, state.run
    if queue.holds(run):
        return False
    if state.attempts >= checking.ATTEMPTS:
        # A job has no visitor: what it writes is in the portal's language.
        with force_locale(config.report_language()):
            message = tk._("The check was interrupted twice: it was given up. Start it again, or replace the file.")
        checking.fail(resource_id, run, message)
        return False
    name = states.retake(state)
    return name is not None and queue.put(resource_id, name)
