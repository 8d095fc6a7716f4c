"""What a run did not do as expected, dataset by dataset, with what a person can do about it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckanext.harvest.model import HarvestGatherError, HarvestJob, HarvestObject, HarvestObjectError, HarvestObjectExtra
from ckanext.socle.harvesters.datagouv import records
from ckanext.socle.harvesters.datagouv.problems import Problem
from ckanext.socle.harvesters.datagouv.records import Memory
from ckanext.socle.harvesters.datagouv.words import say

ERROR, REFUSED, WITHDRAWN, FILE, FIELD = "error", "refused", "withdrawn", "file", "field"
COLUMNS = ("kind", "title", "identifier", "address", "what", "todo")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run such a cell


def rows(job: HarvestJob) -> list[dict[str, str]]:
    """Return a line for each thing to tell of a run, errors first; keys are `COLUMNS`."""
    return [*_errors_of_the_run(job), *_errors_of_datasets(job), *_outcomes(job)]


def as_csv(lines: list[dict[str, str]]) -> str:
    """Return lines as CSV that a French spreadsheet opens: semicolons, byte order mark, column names in words."""
    stream = io.StringIO()
    stream.write("\ufeff")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [tk._("Kind"), tk._("Dataset"), tk._("Identifier"), tk._("Address"), tk._("What happened"), tk._("What to do")]
    )
    labels = kinds()
    for line in lines:
        writer.writerow([_harmless(labels[line["kind"]]), *(_harmless(line[column]) for column in COLUMNS[1:])])
    return stream.getvalue()


def kinds() -> dict[str, str]:
    """Return the words for each kind of line."""
    return {
        ERROR: tk._("Error"),
        REFUSED: tk._("Not taken"),
        WITHDRAWN: tk._("Withdrawn"),
        FILE: tk._("File not copied"),
        FIELD: tk._("Unknown field"),
    }


def advice(kind: str, code: str = "") -> str:
    """Return what a person can do.

    Args:
        kind: of line; `fetch` and `import` for errors of these stages.
        code: of the problem, where there is one.
    """
    by_code = {
        "no-owner": tk._("Create its organisation on this portal, or choose in the settings who receives the rest."),
        "owners-several": tk._("Choose an organisation in the settings of the source."),
        "owner-not-yours": tk._("Ask the operator of the portal to take it, or choose another organisation."),
        "owner-unknown": tk._("Correct the name of the organisation in the settings of the source."),
        "mirror-too-large": tk._("Nothing, or raise the limit in the settings of the source."),
        "mirror-checksum": tk._("Tell the producer that the file changed without its checksum."),
        "gone-selection": tk._("Nothing, unless it should have stayed: then correct the settings of the source."),
    }
    by_kind = {
        "run": tk._("Correct the settings of the source, or run it again later if the catalogue was out of order."),
        "fetch": tk._("Nothing: the next run tries again. If it lasts, write to the people of data.gouv.fr."),
        "import": tk._("Ask the producer to correct it on data.gouv.fr; the next run tries again."),
        FIELD: tk._("Tell the operator of the portal: data.gouv.fr has changed."),
    }
    return str(by_code.get(code) or by_kind.get(kind) or tk._("Nothing."))


def unknown_fields(job: HarvestJob) -> dict[str, int]:
    """Return the unknown fields and unexpected values of a run, with how many times each was met."""
    counts: dict[str, int] = {}
    for _, memory in _memories(job):
        for found in memory.audit.values():
            for path, count in found.items():
                counts[path] = counts.get(path, 0) + count
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _errors_of_the_run(job: HarvestJob) -> Iterator[dict[str, str]]:
    found = (
        model.Session.query(HarvestGatherError).filter_by(harvest_job_id=job.id).order_by(HarvestGatherError.created)
    )
    for error in found:
        yield _line(ERROR, job.source.title, job.source_id, job.source.url, error.message, advice("run"))


def _errors_of_datasets(job: HarvestJob) -> Iterator[dict[str, str]]:
    query = (
        model.Session.query(HarvestObjectError, HarvestObject)
        .join(HarvestObject, HarvestObjectError.harvest_object_id == HarvestObject.id)
        .filter(HarvestObject.harvest_job_id == job.id)
        .order_by(HarvestObjectError.created)
    )
    for error, harvest_object in query:
        memory = records.read(harvest_object)
        todo = advice(str(error.stage or "").lower())
        yield _line(ERROR, memory.title, harvest_object.guid, memory.page, error.message, todo)


def _outcomes(job: HarvestJob) -> Iterator[dict[str, str]]:
    memories = _memories(job)
    for kind, outcome in ((REFUSED, records.REFUSED), (WITHDRAWN, records.RETIRED)):
        for guid, memory in memories:
            if memory.outcome == outcome and memory.problem:
                what, todo = say(memory.problem), advice(kind, memory.problem.code)
                yield _line(kind, memory.title, guid, memory.page, what, todo)
    for guid, memory in memories:
        for note in map(Problem.from_dict, memory.notes):
            address = str(note.params.get("address") or memory.page)
            title = f"{memory.title} – {note.params.get('file', '')}"
            yield _line(FILE, title, guid, address, say(note), advice(FILE, note.code))
    for path, count in unknown_fields(job).items():
        what = tk._("Met {count} times.").format(count=count)
        yield _line(FIELD, path, "", job.source.url, what, advice(FIELD))


def _memories(job: HarvestJob) -> list[tuple[str, Memory]]:
    query = (
        model.Session.query(HarvestObject.guid, HarvestObjectExtra.value)
        .join(HarvestObjectExtra, HarvestObjectExtra.harvest_object_id == HarvestObject.id)
        .filter(HarvestObject.harvest_job_id == job.id, HarvestObjectExtra.key == records.KEY)
        .order_by(HarvestObject.guid)
    )
    return [(guid, Memory.from_json(value)) for guid, value in query]


def _line(kind: str, title: str, identifier: str, address: str, what: str, todo: str) -> dict[str, str]:
    texts = (kind, title, identifier, address, what, todo)
    return dict(zip(COLUMNS, (str(text or "") for text in texts), strict=True))


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(DANGEROUS) else text


def as_json(job: HarvestJob) -> dict[str, Any]:
    """Return the report of a run: `job`, `source`, `lines`, `unknown`."""
    return {"job": job.id, "source": job.source_id, "lines": rows(job), "unknown": unknown_fields(job)}
