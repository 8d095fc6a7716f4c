"""The whole way of a repair: read, check, propose, hold back, apply, write. The file itself is never touched."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ckanext.scdl import json_text
from ckanext.scdl.checking import beyond, check
from ckanext.scdl.context import Context
from ckanext.scdl.policy import Policy, default
from ckanext.scdl.privacy import PersonalData, inspect, shielding
from ckanext.scdl.reading import Guesses
from ckanext.scdl.repairing import across, application, cells, guard, header_row, layout, names
from ckanext.scdl.repairing.proposal import SAFE, Plan, Proposal, Question
from ckanext.scdl.report import Report
from ckanext.scdl.schema import Schema
from ckanext.scdl.validation import checked


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
        found: dict[str, Any] = json_text.whole(self.parts(lang))
        return found

    def parts(self, lang: str = "fr") -> dict[str, Any]:
        """Return the same, the entries of the lists being made when they are asked for."""
        plan = shown(self.plan, self.before)
        return {
            "valid": self.after.valid,
            "errors_before": len(self.before.errors),
            "errors_after": len(self.after.errors),
            "repairs": (each.to_dict(lang) for each in plan.proposals),
            "questions": (each.to_dict(lang) for each in plan.questions),
            "before": self.before.parts(lang),
            "after": self.after.parts(lang),
        }


def repair(
    source: Path | bytes,
    schema: Schema | str | None = None,
    guesses: Guesses = Guesses(),  # noqa: B008
    *,
    only: Collection[str] = (),
    answers: Mapping[str, str] | None = None,
    own_siret: str | None = None,
    context: Context | None = None,
    policy: Policy | None = None,
) -> Repair:
    """Read a file and repair it as far as is sure.

    Args:
        source: the file's path, or its content.
        schema: as ``validate`` takes it.
        guesses: as ``validate`` takes them.
        only: the rules to use; every one when empty.
        answers: question's key → choice (see ``Question``).
        own_siret: the SIRET of who publishes, when nothing else is known of it: as ``context.sirets``.
        context: what is known of who publishes the file.
        policy: the level of each finding in both reports.

    Raises:
        UnreadableFile: no table can be read from the file.
        UnknownSchema: the schema asked for is not known, or none fits the columns.
        UnusableSchema: tables cannot be checked with that schema.
    """
    known = context or Context(sirets=(own_siret,) if own_siret else ())
    before = checked(source, schema, guesses, context=known)
    plan, after = _planned(before, only, answers or {}, known)
    if after is None:
        after = check(application.apply(before.table, before.schema, plan.safe).table, before.schema)
    content = application.as_csv(after.table)
    after = shielding.attach(beyond.attach(after, known), inspect(after.table, after.schema, None))
    levels = policy or default()
    return Repair(levels.apply(before), levels.apply(after), plan, content)


def plan_for(
    report: Report,
    *,
    only: Collection[str] = (),
    answers: Mapping[str, str] | None = None,
    own_siret: str | None = None,
    context: Context | None = None,
) -> Plan:
    """Return what can be repaired in a table that was checked; arguments are those of ``repair``."""
    known = context or Context(sirets=(own_siret,) if own_siret else ())
    return _planned(report, only, answers or {}, known)[0]


def shown(plan: Plan, report: Report) -> Plan:
    """Return the plan to print or keep: it does not quote what may be personal (``docs/developer/privacy.md``)."""
    hidden = {(each.row, each.column): each for each in report.personal_data if each.hidden and each.sheet is None}
    if not hidden:
        return plan
    secrets = {each.hidden: each.value or "" for each in hidden.values() if each.hidden}
    proposals = tuple(
        _masked(each, found)
        if (found := hidden.get((each.row, each.column)))
        # What another row says may be personal too.
        else replace(each, after=secrets.get(each.after or "", each.after))
        for each in plan.proposals
    )
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
    report: Report, only: Collection[str], answers: Mapping[str, str], context: Context
) -> tuple[Plan, Report | None]:
    """The plan, and the report on what it gives when it had to be tried."""
    known = cells.Known(answers, context.own_siret, context.day)
    headless = header_row.is_missing(report.table, report.schema) and (not only or header_row.RULE in only)
    answer = answers.get(header_row.RULE)
    if headless and answer == header_row.INSERT:
        report = check(header_row.inserted(report.table, report.schema), report.schema)
    plan = _proposed(report, known, only, context)
    if headless and answer is None:
        proposal, question = header_row.question(report.schema)
        plan = Plan((*plan.proposals, proposal), (*plan.questions, question))
    elif headless and answer == header_row.INSERT:
        plan = Plan((header_row.done(report.schema), *plan.proposals), plan.questions)
    if any(each.rule not in guard.HARMLESS for each in plan.safe):
        return guard.hold_back(plan, report, answers.keys())
    return plan, None


def _findings(report: Report, names_found: Collection[Proposal]) -> dict[int, set[int]]:
    """The columns of which the check looked at every cell, by index, and the rows of which it had something to say."""
    fields = application.fields_of(report.table.labels, report.schema)
    named = {each.column for each in names_found}
    found: dict[int, set[int]] = {
        index: set() for index, field in enumerate(fields) if field and index + 1 not in named
    }
    first = report.table.row_number(0)
    for each in (*report.errors, *report.warnings):
        if each.column and each.row and each.row >= first and each.column - 1 in found:
            found[each.column - 1].add(each.row - first)
    return found


def _proposed(report: Report, known: cells.Known, only: Collection[str], context: Context) -> Plan:
    table, schema = report.table, report.schema
    found = [each for each in names.propose(table, schema, known.answers) if not only or each.rule in only]
    sure = [each for each in found if isinstance(each, Proposal) and each.confidence == SAFE]
    labels = application.renamed(table, sure)
    fields = application.fields_of(labels, schema)
    found += layout.of_file(table)
    found += layout.of_columns(table, labels, fields, schema)
    found += layout.of_rows(table)
    if any(fields):
        findings = _findings(report, sure)
        changes = list(cells.propose(table, fields, schema, known, findings))
        found += across.propose(table, fields, schema, context, changes, known.answers, findings)
    plan = Plan(
        tuple(each for each in found if isinstance(each, Proposal)),
        tuple(each for each in found if isinstance(each, Question)),
    )
    return plan.only(only) if only else plan
