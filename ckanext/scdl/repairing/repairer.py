"""The whole way of a repair: read, check, propose, hold back, apply, write. The file itself is never touched."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ckanext.scdl.checking import check
from ckanext.scdl.privacy import PersonalData, inspect, shielding
from ckanext.scdl.reading import Guesses
from ckanext.scdl.repairing import application, cells, guard, layout, names
from ckanext.scdl.repairing.proposal import SAFE, Plan, Proposal, Question
from ckanext.scdl.report import Report
from ckanext.scdl.schema import Schema
from ckanext.scdl.validation import check_file


@dataclass(frozen=True)
class Repair:
    """What a repair gives.

    Attributes:
        before: the report on the file.
        after: the report on the repaired table.
        plan: what was done (its safe proposals) and what is to be asked.
        content: the repaired file: UTF-8 CSV, comma, the schema's column names, line feeds.
    """

    before: Report
    after: Report
    plan: Plan
    content: bytes

    def to_dict(self, lang: str = "fr") -> dict[str, Any]:
        """Return the repair as JSON values; ``lang`` is the language of the messages."""
        plan = shown(self.plan, self.before)
        return {
            "valid": self.after.valid,
            "errors_before": len(self.before.errors),
            "errors_after": len(self.after.errors),
            "repairs": [each.to_dict(lang) for each in plan.proposals],
            "questions": [each.to_dict(lang) for each in plan.questions],
            "before": self.before.to_dict(lang),
            "after": self.after.to_dict(lang),
        }


def repair(
    source: Path | bytes,
    schema: Schema | str | None = None,
    guesses: Guesses = Guesses(),  # noqa: B008
    *,
    only: Collection[str] = (),
    answers: Mapping[str, str] | None = None,
    own_siret: str | None = None,
) -> Repair:
    """Read a file and repair it as far as is sure.

    Args:
        source: the file's path, or its content.
        schema: as ``validate`` takes it.
        guesses: as ``validate`` takes them.
        only: the rules to use; every one when empty.
        answers: question's key → choice (see ``Question``).
        own_siret: the SIRET of who publishes: its SIREN alone can then be completed.

    Raises:
        UnreadableFile: no table can be read from the file.
        UnknownSchema: the schema asked for is not known, or none fits the columns.
        UnusableSchema: tables cannot be checked with that schema.
    """
    before = check_file(source, schema, guesses)
    plan, after = _planned(before, only, answers or {}, own_siret)
    if after is None:
        after = check(application.apply(before.table, before.schema, plan.safe).table, before.schema)
    content = application.as_csv(after.table)
    return Repair(before, shielding.attach(after, inspect(after.table, after.schema, None)), plan, content)


def plan_for(
    report: Report,
    *,
    only: Collection[str] = (),
    answers: Mapping[str, str] | None = None,
    own_siret: str | None = None,
) -> Plan:
    """Return what can be repaired in a table that was checked; arguments are those of ``repair``."""
    return _planned(report, only, answers or {}, own_siret)[0]


def shown(plan: Plan, report: Report) -> Plan:
    """Return the plan to print or keep: it does not quote what may be personal (``docs/developer/privacy.md``)."""
    hidden = {(each.row, each.column): each for each in report.personal_data if each.hidden and each.sheet is None}
    if not hidden:
        return plan
    proposals = tuple(
        _masked(each, found) if (found := hidden.get((each.row, each.column))) else each for each in plan.proposals
    )
    secrets = {each.hidden: each.value or "" for each in hidden.values() if each.hidden}
    return Plan(proposals, tuple(_masked_question(each, secrets) for each in plan.questions))


def _masked(proposal: Proposal, found: PersonalData) -> Proposal:
    """The value repaired is the same person's: both are masked alike."""
    before = (proposal.before or "").replace(found.hidden or "", found.value or "")
    return replace(proposal, before=before, after=before if proposal.after else proposal.after)


def _masked_question(question: Question, secrets: Mapping[str, str]) -> Question:
    masked = next((value for hidden, value in secrets.items() if hidden in question.example), None)
    if masked is None:
        return question
    return replace(question, example=masked, choices=tuple((choice, masked) for choice, _ in question.choices))


def _planned(
    report: Report, only: Collection[str], answers: Mapping[str, str], own_siret: str | None
) -> tuple[Plan, Report | None]:
    """The plan, and the report on what it gives when it had to be tried."""
    known = cells.Known(answers, own_siret, datetime.date.today())  # noqa: DTZ011 - the year is all that counts
    plan = _proposed(report, known, only)
    if any(each.rule not in guard.HARMLESS for each in plan.safe):
        return guard.hold_back(plan, report, answers.keys())
    return plan, None


def _right_columns(report: Report, names_found: Collection[Proposal]) -> set[int]:
    """The columns in which the check looked at every cell and had nothing to say."""
    fields = application.fields_of(report.table.labels, report.schema)
    findings = (*report.errors, *report.warnings)
    wrong = {each.column for each in findings if each.row != report.table.header_row}
    return {index + 1 for index, field in enumerate(fields) if field} - wrong - {each.column for each in names_found}


def _proposed(report: Report, known: cells.Known, only: Collection[str]) -> Plan:
    table, schema = report.table, report.schema
    found = [each for each in names.propose(table, schema, known.answers) if not only or each.rule in only]
    sure = [each for each in found if isinstance(each, Proposal) and each.confidence == SAFE]
    labels = application.renamed(table, sure)
    fields = application.fields_of(labels, schema)
    found += layout.of_file(table)
    found += layout.of_columns(table, labels, fields, schema)
    found += layout.of_rows(table)
    if any(fields):
        found += cells.propose(table, fields, schema, known, _right_columns(report, sure))
    plan = Plan(
        tuple(each for each in found if isinstance(each, Proposal)),
        tuple(each for each in found if isinstance(each, Question)),
    )
    return plan.only(only) if only else plan
