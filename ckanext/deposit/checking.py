"""Check the file of a deposit and mend it: at once when it is small, in a background job when it is not."""

from __future__ import annotations

import hashlib
import json
import logging
from datetime import timedelta
from functools import partial
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model as ckan_model
from ckan.lib import jobs
from redis.exceptions import RedisError
from rq.command import send_stop_job_command
from rq.exceptions import InvalidJobOperation, NoSuchJobError

from ckanext.deposit import config, files, model, outline, periods, publishing, summary
from ckanext.deposit.choices import Choices
from ckanext.deposit.extract import Extract
from ckanext.deposit.mending import Mended, mend
from ckanext.deposit.states import Event, State, verdict_event
from ckanext.scdl import ScdlError, progress, registry
from ckanext.socle import levels
from ckanext.socle.pulse import Pulse, UnwantedError
from ckanext.territories import publisher

log = logging.getLogger(__name__)

# A hundred thousand rows take half a minute; CKAN's default of three minutes would stop the largest files.
JOB_SECONDS = 3600
# Where each step begins, in hundredths of the whole, and what its passes take, by the measures of ``scdl_validation``:
# a file is checked as it was sent, repaired on trial, and checked again as it would be published.
BEGINS = {"reading": 0, "repairing": 8, "checking": 62, "writing": 97}
SHARES = {
    "reading": {progress.READING: [(0, 8)]},
    "repairing": {
        progress.PROVING: [(8, 11), (46, 49)],
        progress.JUDGING: [(11, 34), (49, 62)],
        progress.MENDING: [(34, 42), (42, 46)],
    },
    "checking": {progress.MENDING: [(62, 66)], progress.PROVING: [(66, 70)], progress.JUDGING: [(70, 97)]},
}


def start(deposit: model.Deposit) -> None:
    """Begin the check of a deposit that was moved to ``checking``."""
    if deposit.file_size <= config.check_at_once_size():
        run(deposit.id, deposit.turn)
        return
    try:
        tk.enqueue_job(
            run,
            [deposit.id, deposit.turn],
            title=f"Check the file of deposit {deposit.id}",
            rq_kwargs={"timeout": JOB_SECONDS, "job_id": _job_id(deposit.turn)},
        )
    except RedisError as err:
        # The file is kept: once this silence has lasted, the scheduler or a person starts the check again.
        log.error("No job queue to check the file of deposit %s: %s", deposit.id, err)


def stop(turn: str) -> None:
    """Free the worker of a check that was cancelled; what it would still write is not taken in any case."""
    try:
        job = jobs.job_from_id(_job_id(turn))
        if job.get_status() == "started":
            send_stop_job_command(job.connection, job.id)
        else:
            job.delete()
    except (KeyError, RedisError, InvalidJobOperation, NoSuchJobError) as err:
        log.info("The check %s was not at work: %s", turn, err)


def is_stale(deposit: model.Deposit) -> bool:
    """Whether work on a deposit was interrupted: nothing heard of it, and no job waits for its turn."""
    silent = model.now() - deposit.modified > timedelta(seconds=config.stale_after())
    return silent and deposit.state in {State.CHECKING, State.PUBLISHING} and not _waits(deposit.turn)


def run(deposit_id: str, turn: str) -> None:
    """Check a file and write the verdict, unless another check began meanwhile; safe to run again."""
    deposit = model.get(deposit_id)
    if deposit is None or deposit.turn != turn or deposit.state != State.CHECKING:
        return
    lang, schema_name, file_key = config.report_language(), deposit.schema_name, deposit.file_key
    former, schema_url, choices = deposit.mended_key, deposit.schema_url, deposit.choices
    context = publisher.context(deposit.owner_org, schema_name, replaced(deposit))
    # The check may be long: no transaction stays open over it.
    ckan_model.Session.commit()
    try:
        with Pulse(partial(model.heartbeat, deposit_id, turn), progress.Course(SHARES, BEGINS), "reading") as pulse:
            mended = mend(files.load(file_key), registry.find(schema_url), choices, context, pulse.say, levels.policy())
            pulse.say("writing", len(mended.table.rows))
            found = _kept(mended, choices, schema_name, file_key, lang)
            verdict, kept = verdict_event(valid=mended.report.valid), _saved(mended, deposit_id)
    except ScdlError as err:
        verdict, found = Event.FOUND_UNREADABLE, {"valid": False, "message": err.message(lang)}
        kept = _NOTHING
    except UnwantedError:
        log.info("The check of deposit %s was cancelled", deposit_id)
        return
    done = model.move(deposit_id, verdict, only_turn=turn, report=found, progress={}, **kept)
    files.remove(former if done else str(kept["mended_key"]))


def replaced(deposit: model.Deposit) -> set[str]:
    """Return the public file that this one is to take the place of, or is likely to: its rows are meant to change."""
    if deposit.target:
        return {deposit.target}
    others = publishing.published(deposit.owner_org, deposit.schema_name)
    return {others[0].resource_id} if len(others) == 1 else set()


_NOTHING: dict[str, Any] = {"mended_key": "", "mended_hash": "", "mended_size": 0}


def _saved(mended: Mended, deposit_id: str) -> dict[str, Any]:
    """Keep the mended file, if there is one, and return what the deposit says of it."""
    if mended.content is None:
        return _NOTHING
    return {
        "mended_key": files.save(deposit_id, mended.content),
        "mended_hash": hashlib.sha256(mended.content).hexdigest(),
        "mended_size": len(mended.content),
    }


def _kept(mended: Mended, choices: Choices, schema_name: str, file_key: str, lang: str) -> dict[str, Any]:
    labels, report, table = registry.words(schema_name).fields, mended.report, mended.table
    header = (tk._("Row"), tk._("Column"), tk._("Value"), tk._("What to correct"))
    files.save_beside(file_key, files.ERRORS, summary.as_csv(report, labels, header, lang))
    files.save_beside(file_key, files.CELLS, json.dumps(outline.cells(mended.plan, choices)).encode())
    files.save_beside(file_key, files.REPORT, json.dumps(mended.published.to_dict(lang)).encode())
    covered = periods.coverage(report.schema, table.labels, table.rows)
    period = [covered.start.isoformat(), covered.end.isoformat()] if covered else []
    extract = Extract(mended.sent, (*report.personal_data, *mended.around))
    waiting = outline.waiting(mended.plan, choices)
    shown = summary.summarise(report, table, labels, lang, waiting, extract.around)
    if mended.content is not None:
        shown["table"] |= {"format": "csv", "encoding": "utf-8", "delimiter": ","}
    known = {"coverage": period, "samples": extract.samples()}
    return shown | outline.of(mended, choices, labels, lang) | known


def _job_id(turn: str) -> str:
    return f"deposit-check-{turn}"


def _waits(turn: str) -> bool:
    try:
        return str(jobs.job_from_id(_job_id(turn)).get_status()) in {"queued", "JobStatus.QUEUED"}
    except (KeyError, RedisError):
        return False
