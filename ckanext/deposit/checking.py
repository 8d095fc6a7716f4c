"""Check the file of a deposit: at once when it is small, in a background job when it is not."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from types import TracebackType
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model as ckan_model
from ckan.lib import jobs
from redis.exceptions import RedisError

from ckanext.deposit import config, files, model, periods, summary
from ckanext.deposit.states import Event, State, verdict_event
from ckanext.scdl import Report, ScdlError, registry
from ckanext.scdl.checking import check
from ckanext.scdl.reading import read

log = logging.getLogger(__name__)

# A hundred thousand rows take half a minute; CKAN's default of three minutes would stop the largest files.
JOB_SECONDS = 3600
# Often enough that a check is never thought dead while it works.
PULSE_SECONDS = 5


class Pulse:
    """While the block runs, write every few seconds that the check is alive."""

    def __init__(self, deposit_id: str, file_key: str) -> None:
        self._target = (deposit_id, file_key)
        self._progress: dict[str, Any] = {"step": "reading"}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Pulse:
        self.say(step="reading")
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def say(self, **progress: object) -> None:
        """Write what is being done now."""
        self._progress = dict(progress)
        model.heartbeat(*self._target, self._progress)

    def _beat(self) -> None:
        while not self._over.wait(PULSE_SECONDS):
            model.heartbeat(*self._target, self._progress)


def start(deposit: model.Deposit) -> None:
    """Begin the check of a deposit that was moved to ``checking``."""
    if deposit.file_size <= config.check_at_once_size():
        run(deposit.id, deposit.file_key)
        return
    try:
        tk.enqueue_job(
            run,
            [deposit.id, deposit.file_key],
            title=f"Check the file of deposit {deposit.id}",
            rq_kwargs={"timeout": JOB_SECONDS, "job_id": _job_id(deposit.file_key)},
        )
    except RedisError as err:
        # The file is kept: once this silence has lasted, the page says so and offers to check again.
        log.error("No job queue to check the file of deposit %s: %s", deposit.id, err)


def is_stale(deposit: model.Deposit) -> bool:
    """Whether work on a deposit was interrupted: nothing heard of it, and no job waits for its turn."""
    silent = model.now() - deposit.modified > timedelta(seconds=config.stale_after())
    return silent and deposit.state in {State.CHECKING, State.PUBLISHING} and not _waits(deposit.file_key)


def run(deposit_id: str, file_key: str) -> None:
    """Check a file and write the verdict, unless another file came meanwhile; safe to run again."""
    deposit = model.get(deposit_id)
    if deposit is None or deposit.file_key != file_key or deposit.state != State.CHECKING:
        return
    schema_url, schema_name = deposit.schema_url, deposit.schema_name
    # The check may be long: no transaction stays open over it.
    ckan_model.Session.commit()
    lang = config.report_language()
    with Pulse(deposit_id, file_key) as pulse:
        try:
            schema = registry.find(schema_url)
            table = read(files.load(file_key), known=schema.field_names)
            pulse.say(step="checking", rows=len(table.rows))
            report = check(table, schema)
        except ScdlError as err:
            verdict, kept = Event.FOUND_UNREADABLE, {"valid": False, "message": err.message(lang)}
        else:
            verdict, kept = verdict_event(valid=report.valid), _kept(report, schema_name, file_key, lang)
    model.move(deposit_id, verdict, only_file=file_key, report=kept, progress={})


def _kept(report: Report, schema_name: str, file_key: str, lang: str) -> dict[str, Any]:
    labels = registry.words(schema_name).fields
    if report.errors:
        header = (tk._("Row"), tk._("Column"), tk._("Value"), tk._("What to correct"))
        files.save_errors(file_key, summary.as_csv(report, labels, header, lang))
    covered = periods.coverage(report.schema, report.table.labels, report.table.rows)
    period = [covered.start.isoformat(), covered.end.isoformat()] if covered else []
    return summary.summarise(report, labels, lang) | {"coverage": period}


def _job_id(file_key: str) -> str:
    return f"deposit-check-{file_key.rpartition('/')[2]}"


def _waits(file_key: str) -> bool:
    try:
        return str(jobs.job_from_id(_job_id(file_key)).get_status()) in {"queued", "JobStatus.QUEUED"}
    except (KeyError, RedisError):
        return False
