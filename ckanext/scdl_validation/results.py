"""Reports on bytes: made once, found again for the same file, schema, body and rules."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.metadata import version
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.scdl import Guesses, ScdlError, registry
from ckanext.scdl import Schema as TableSchema
from ckanext.scdl.detection import detect
from ckanext.scdl.privacy import inspect, shielding
from ckanext.scdl.reading import read
from ckanext.scdl.report import Report, refusal
from ckanext.scdl.validation import checked
from ckanext.scdl_validation import config, earlier, personal
from ckanext.scdl_validation.model import CheckedFile, now
from ckanext.scdl_validation.subject import Subject
from ckanext.socle import levels, web
from ckanext.territories import publisher

# To raise when the library judges otherwise without a new version of the distribution.
RULES = "1"
# Findings that a report keeps of each list; ``counts`` has the true numbers.
KEPT = 5_000
LISTS = ("errors", "warnings", "repairs", "questions", "personal_data")
# What the search for personal data takes for the rules of a file without schema.
NO_SCHEMA = TableSchema(name="", version=None, url=None, kind="tableschema", descriptor={})

Say = Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    """What is known of some bytes.

    Attributes:
        file_hash: their sha-256; empty when there are none.
        schema: address of the schema version that they were checked against; empty for none.
        report: our report JSON, with what its page shows beside it (``extract``); ``valid`` is null without schema.
        personal: what is to be decided on (``personal.summary``).
    """

    file_hash: str
    schema: str
    report: dict[str, Any]
    personal: dict[str, Any]

    @property
    def status(self) -> str:
        """The status, in ckanext-validation's words; empty when there is no schema to follow."""
        if self.report["valid"] is None:
            return ""
        if self.report["table"] is None:
            return "error"
        return "success" if self.report["valid"] else "failure"


def rules() -> str:
    """Return the version of the checks and levels: a report of other rules is not found again."""
    return " ".join(filter(None, (_version(), levels.digest())))


@cache
def _version() -> str:
    return f"{version('ckanext-socle')}/{RULES}"


def resolved(schema: str) -> str:
    """Return the address of the version that a schema's address stands for today; itself when it is not known."""
    try:
        return registry.find(schema).url or schema if schema.startswith("http") else schema
    except ScdlError:
        return schema


def check(data: bytes, subject: Subject, say: Say = lambda _step: None) -> Outcome:
    """Return what is known of a file, checking it if nobody has.

    Args:
        data: the file.
        subject: what it should follow, and whose it is.
        say: told what is done now: ``checking``, ``repairing``.
    """
    file_hash = hashlib.sha256(data).hexdigest()
    found = find(file_hash, subject)
    if found is not None:
        return found
    schema = resolved(subject.schema)
    report = _report(data, schema, subject, say)
    outcome = outcome_of(file_hash, schema, report)
    keep(outcome, subject.owner_org, _rules(subject))
    return outcome


def compared(data: bytes, subject: Subject) -> Outcome:
    """Check a file again, beside all that its body has published: large files and addresses too.

    Args:
        data: the file.
        subject: what it should follow, and whose it is.
    """
    schema = resolved(subject.schema)
    report = _report(data, schema, subject, lambda _step: None, everything=True)
    outcome = outcome_of(hashlib.sha256(data).hexdigest(), schema, report)
    keep(outcome, subject.owner_org, _rules(subject))
    return outcome


def outcome_of(file_hash: str, schema: str, report: Mapping[str, Any]) -> Outcome:
    """Return what is known of a file from its whole report."""
    found = personal.summary(each["key"] for each in report["personal_data"])
    counts = {name: len(report[name]) for name in LISTS}
    cut = {name: report[name][:KEPT] for name in LISTS}
    return Outcome(file_hash, schema, {**report, **cut, "counts": counts}, found)


def failed(message: str, subject: Subject, file_hash: str = "") -> Outcome:
    """Return what is known of a file that could not be had."""
    return Outcome(file_hash, resolved(subject.schema), _failure(message), {})


def find(file_hash: str, subject: Subject) -> Outcome | None:
    """Return what is known of bytes from an earlier check of the same rules, on the same terms."""
    key = (file_hash, resolved(subject.schema), subject.owner_org, _rules(subject))
    row = model.Session.get(CheckedFile, key)
    return Outcome(file_hash, row.schema, row.report, row.personal) if row else None


def keep(outcome: Outcome, owner_org: str, made_by: str | None = None) -> None:
    """Write an outcome, to be found again; the session is not committed."""
    row = {**asdict(outcome), "owner_org": owner_org, "rules": made_by or rules(), "created": now()}
    written = insert(CheckedFile).values(row)
    changed = {name: written.excluded[name] for name in ("report", "personal", "created")}
    key = ["file_hash", "schema", "owner_org", "rules"]
    model.Session.execute(written.on_conflict_do_update(index_elements=key, set_=changed))


def forget(file_hash: str) -> None:
    """Forget what is known of bytes, so that they are checked again; the session is not committed."""
    model.Session.execute(sa.delete(CheckedFile).where(CheckedFile.file_hash == file_hash))


def _rules(subject: Subject) -> str:
    said = {key: value for key, value in asdict(subject.guesses).items() if value is not None}
    return f"{rules()} {sorted(said.items())}" if said else rules()


def _report(data: bytes, schema: str, subject: Subject, say: Say, *, everything: bool = False) -> dict[str, Any]:
    lang = config.report_language()
    say("checking")
    try:
        if not schema:
            return {**_searched(data, subject.guesses).to_dict(lang), "valid": None, "schema": None}
        chosen = _schema(schema)
        own = {str(subject.resource.get("id") or "")}
        known = publisher.context(subject.owner_org, chosen.name, own)
        if everything:
            known = replace(known, published=earlier.everything(subject.owner_org, chosen.name, own))
        report = checked(data, chosen, subject.guesses, context=known)
    except ScdlError as err:
        return {**refusal(err, lang), **({} if schema else {"valid": None})}
    say("repairing")
    # Imported when there is something to repair: it takes as long as the check of a small file.
    from ckanext.scdl.repairing import repairer
    from ckanext.scdl_validation.extract import report_json

    plan = repairer.shown(repairer.plan_for(report, context=known), report)
    return report_json(levels.policy().apply(replace(report, plan=plan)), lang)


def _searched(data: bytes, guesses: Guesses) -> Report:
    """A file without schema is only searched for personal data, by the rules of the schema that it looks like."""
    table = read(data, guesses)
    schema = detect(table.labels) or NO_SCHEMA
    workbook = None if table.format == "csv" else data
    return shielding.attach(Report(schema, table), inspect(table, schema, workbook))


def _schema(address: str) -> TableSchema:
    """Find the schema of a file, shipped or behind its address; never a path, as anybody may have written it."""
    return registry.find(address, _fetched, files_too=False)


def _fetched(url: str) -> bytes:
    with web.client() as client:
        return client.get(url).content


def _failure(message: str) -> dict[str, Any]:
    error = {"code": "failed", "row": None, "column": None, "field": None, "value": None, "message": message}
    return {"valid": False, "schema": None, "table": None, **{name: [] for name in LISTS}, "errors": [error]}
