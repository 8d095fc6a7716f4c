"""The whole way of a file sent: read, named, repaired, cleared of personal data, checked. Nothing is written here.

Rows and columns are told as they stand in the file sent, which is the one that the person has open beside the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ckanext.deposit import hiding
from ckanext.deposit.choices import Choices, name_columns
from ckanext.scdl import Report, detection, registry
from ckanext.scdl.checking import beyond, check
from ckanext.scdl.context import Context
from ckanext.scdl.policy import Policy, default
from ckanext.scdl.privacy import PersonalData, inspect, shielding
from ckanext.scdl.reading import Table, read, template
from ckanext.scdl.repairing import SAFE, Plan, Proposal, names, repairer
from ckanext.scdl.repairing.application import Applied, apply, as_csv
from ckanext.scdl.report import Finding
from ckanext.scdl.schema import Schema

# Says where the work is: a step's name, and the rows of the table.
Say = Callable[[str, int], None]
NOTHING_KNOWN = Context()
HIDDEN_COLUMN = "hidden-column"
BESIDE = frozenset({"comment", "hidden-sheet", "document-author"})


@dataclass(frozen=True)
class Mended:
    """What a file becomes.

    Attributes:
        sent: the table of the file, as it was read.
        plan: everything that can be repaired or asked; it does not quote what may be personal.
        accepted: what of it is done.
        report: on the table that would be published, placed as in the file sent, with its personal data before hiding.
        published: the same report, placed as in the table that would be published.
        around: what was found in the file as it was sent, workbook included.
        content: the file to publish; None when it is the file sent.
        other_schema: name of the schema that the columns look like, when it is another one.
        remaining: the personal data still in what would be published, placed as in the file sent; in the same order as
            that of ``published``.
    """

    sent: Table
    plan: Plan
    accepted: tuple[Proposal, ...]
    report: Report
    published: Report
    around: tuple[PersonalData, ...] = ()
    content: bytes | None = None
    other_schema: str | None = None
    remaining: tuple[PersonalData, ...] = ()

    @property
    def left_out(self) -> tuple[PersonalData, ...]:
        """What the workbook holds beside the table, and that is not published."""
        beside = (each for each in self.around if each.sheet or each.kind in BESIDE)
        return () if self.content is None else tuple(beside)

    @property
    def table(self) -> Table:
        """The table that would be published."""
        return self.published.table


def mend(
    content: bytes,
    schema: Schema,
    choices: Choices,
    context: Context = NOTHING_KNOWN,
    say: Say = lambda _step, _rows: None,
    policy: Policy | None = None,
) -> Mended:
    """Return what a file becomes with what a person decided.

    Args:
        content: the file sent.
        schema: the one that it should follow.
        choices: what was decided.
        context: what is known of who publishes it.
        say: told where the work is; it may raise to stop it.
        policy: the level of each finding; those that are shipped when not given.

    Raises:
        UnreadableFile: no table can be read from the file.
        UnusableSchema: tables cannot be checked with that schema.
    """
    levels = policy or default()
    sent = read(content, choices.guesses, {*schema.field_names, *_labels_of(choices)})
    say("repairing", len(sent.rows))
    labels, renamed, kept = name_columns(sent, schema, choices)
    named = replace(sent, labels=tuple(labels))
    before = beyond.attach(check(named, schema), context)
    around = inspect(named, schema, None if sent.format == "csv" else content)
    before = shielding.attach(before, around)
    plan = repairer.plan_for(before, answers={**kept, **choices.questions}, context=context)
    plan = replace(plan, proposals=(*renamed, *plan.proposals))
    accepted = choices.accepted(plan)
    say("checking", len(sent.rows))
    applied = apply(named, schema, accepted)
    found = _found(applied, schema, around) if accepted or template.is_template(sent) else around
    hidden = hiding.hide(applied, found, choices.personal)
    # Of the workbook to fill, the explanations and the counts are not published: only the table is.
    rewritten = bool(accepted) or hidden is not applied or template.is_template(sent)
    if not rewritten:
        # What was left as it is has the warnings of its reading.
        report = levels.apply(replace(before, table=sent))
        other = _other(sent, sent, schema)
        shown = repairer.shown(plan, before)
        return Mended(sent, shown, (), report, report, around, other_schema=other, remaining=around)
    checked = levels.apply(beyond.attach(check(hidden.table, schema), context))
    remaining = found if hidden is applied else _found(hidden, schema, around)
    published = shielding.attach(checked, _placed(remaining, hidden))
    placed = shielding.attach(_as_sent(checked, hidden, sent.header_row), remaining)
    return Mended(
        sent=sent,
        plan=repairer.shown(plan, replace(before, personal_data=(*around, *found))),
        accepted=accepted,
        report=replace(placed, table=sent, personal_data=found),
        published=published,
        remaining=remaining,
        around=around,
        content=as_csv(hidden.table),
        other_schema=_other(sent, hidden.table, schema),
    )


def _labels_of(choices: Choices) -> set[str]:
    """The columns that a person named: they too tell where the header is."""
    return {label for label, name in choices.columns.items() if name}


def _found(applied: Applied, schema: Schema, around: Sequence[PersonalData]) -> tuple[PersonalData, ...]:
    """The personal data of a table that is written as CSV, placed as in the file sent.

    Sheets, comments and properties are not written; a hidden column is, and shows.
    """
    columns = set(applied.columns)
    shown = [each for each in around if each.kind == HIDDEN_COLUMN and not each.sheet and each.column in columns]
    return (*shown, *(_original(each, applied) for each in inspect(applied.table, schema, None)))


def _original(finding: PersonalData, applied: Applied) -> PersonalData:
    row = None if finding.row is None else applied.rows[finding.row - applied.table.row_number(0)]
    column = None if finding.column is None else applied.columns[finding.column - 1]
    return replace(finding, row=row, column=column)


def _placed(findings: Sequence[PersonalData], applied: Applied) -> list[PersonalData]:
    """Undo ``_original``: the places in the table that is published."""
    rows = {number: applied.table.row_number(index) for index, number in enumerate(applied.rows)}
    columns = {number: index + 1 for index, number in enumerate(applied.columns)}
    return [replace(each, row=rows.get(each.row or 0), column=columns.get(each.column or 0)) for each in findings]


def _as_sent(report: Report, applied: Applied, header_row: int) -> Report:
    """Place the errors and warnings of a report on a repaired table as in the file sent."""
    return replace(
        report,
        errors=tuple(_moved(each, applied, header_row) for each in report.errors),
        warnings=tuple(_moved(each, applied, header_row) for each in report.warnings),
    )


def _moved(finding: Finding, applied: Applied, header_row: int) -> Finding:
    column = finding.column
    if column is not None and column <= len(applied.columns):
        column = applied.columns[column - 1]
    params = finding.params
    if isinstance(params.get("first_row"), int):
        params = {**params, "first_row": _row(params["first_row"], applied, header_row)}
    return replace(finding, row=_row(finding.row, applied, header_row), column=column, params=params)


def _row(row: int | None, applied: Applied, header_row: int) -> int | None:
    if row is None:
        return None
    index = row - applied.table.row_number(0)
    return applied.rows[index] if index >= 0 else header_row


def _other(sent: Table, table: Table, schema: Schema) -> str | None:
    """The schema that the columns look like, when they do not look like the one chosen, even repaired."""
    if detection.likeness(detection.folded(table.labels), schema) >= detection.ENOUGH:
        return None
    known = [registry.load(each.name, each.latest.version) for each in registry.entries() if each.kind == "tableschema"]
    best = max(known, key=lambda each: _likeness(sent, each))
    return best.name if best.name != schema.name and _likeness(sent, best) >= detection.ENOUGH else None


def _likeness(table: Table, schema: Schema) -> float:
    """How much the columns look like a schema's, their usual other names included."""
    renamed = [each for each in names.propose(table, schema, {}) if isinstance(each, Proposal)]
    labels = {each.column: each.after or "" for each in renamed if each.confidence == SAFE}
    named = [labels.get(index + 1, label) for index, label in enumerate(table.labels)]
    return detection.likeness(detection.folded(named), schema)
