"""Compare a file, once it is checked, with what its body has published and the check did not wait for.

Files over the size that a check reads at once, and files behind addresses, are read in the queue of slow work; the
report is then made anew. Run again, or too late, a comparison changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import logging

from ckan import model

from ckanext.scdl import ScdlError
from ckanext.scdl_validation import checking, content, results, states
from ckanext.scdl_validation.subject import Subject, load
from ckanext.socle import storage

log = logging.getLogger(__name__)


def run(resource_id: str, file_hash: str) -> None:
    """Compare a file, if the resource still has these bytes and no check of it goes on."""
    subject, state = load(resource_id), states.get(resource_id)
    if subject is None or state is None or state.step or state.file_hash != file_hash:
        return
    before = results.find(file_hash, subject)
    model.Session.commit()
    try:
        data = _content(subject)
    except ScdlError as err:
        log.info("The file of resource %s was not had to compare it: %s", resource_id, err)
        return
    if hashlib.sha256(data).hexdigest() != file_hash:
        return
    outcome = results.compared(data, subject)
    if before is None or json.loads(json.dumps(outcome.report)) != before.report:
        checking.revise(subject, outcome)
    else:
        model.Session.rollback()


def _content(subject: Subject) -> bytes:
    if subject.is_upload:
        return storage.content(subject.id)
    return content.behind(str(subject.resource["url"])).data or b""
