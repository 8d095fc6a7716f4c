"""Hold back what would leave more errors than there were.

A repair may uncover what a fault was hiding: a column found again has its cells checked, a vote that became a number
has its sum checked. The proposals that would make the count of errors rise become questions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from ckanext.scdl.checking import check, foreign_keys, row_errors
from ckanext.scdl.repairing import layout, names
from ckanext.scdl.repairing.application import Applied, apply
from ckanext.scdl.repairing.proposal import ASK, KEEP, Plan, Proposal, Question
from ckanext.scdl.report import Finding, Report
from ckanext.scdl.schema import Schema

APPLY = "apply"
# What is done to the file around the table.
AROUND = frozenset({layout.FORMAT, layout.ENCODING, layout.DELIMITER, *layout.NOTES.values()})
HARMLESS = frozenset({layout.ORDER, layout.BLANK_ROW, *AROUND})
# Rows tried at a time.
BATCH = 20_000


@dataclass(frozen=True)
class Trial:
    """What the check says once the safe proposals of a plan are applied.

    Attributes:
        before: how many errors each row of the original has.
        after: how many it would have; rows are numbered as in the original.
        columns: how many errors each column, numbered as in the original, would have on its cells.
        report: the whole report on the repaired table, when all of it was checked.
    """

    before: Counter[int | None]
    after: Counter[int | None] = field(default_factory=Counter)
    columns: Counter[int | None] = field(default_factory=Counter)
    report: Report | None = None

    @property
    def worse(self) -> bool:
        """Whether there would be more errors."""
        return self.after.total() > self.before.total()

    @property
    def risen(self) -> frozenset[int | None]:
        """The rows that would have more errors."""
        return frozenset(row for row, count in self.after.items() if count > self.before[row])


def hold_back(plan: Plan, before: Report, answers: Collection[str]) -> tuple[Plan, Report | None]:
    """Return the plan without what would make things worse, and the report on the table that it gives, when known.

    Args:
        plan: the proposals.
        before: the report on the table as it is.
        answers: the questions already answered; what a person wants is not held back.
    """
    schema = before.schema
    found = _try(plan, before)
    hiding = {each for each in plan.safe if each.tidies and each.row in found.risen}
    if hiding:
        # A row may have risen for another reason: what does no harm is done now, not left to the next repair.
        spared = _try(_without(plan, hiding), before)
        plan = _without(plan, {each for each in hiding if spared.after[each.row] < found.after[each.row]})
        found = _try(plan, before)
    for suspect in (_uncovering, _renaming, _cell_of_worse_row, _any):
        if not found.worse:
            break
        held = _with_cells(
            plan, {each for each in plan.safe if each.key not in answers and suspect(each, found, schema)}
        )
        plan = _without(plan, held)
        found = _try(plan, before)
    return plan, found.report


def _try(plan: Plan, before: Report) -> Trial:
    header = before.table.header_row
    trial = Trial(Counter(_row(error, header) for error in before.errors))
    touched = _touched(plan, before)
    if touched is None:
        applied = apply(before.table, before.schema, plan.safe)
        trial = replace(trial, report=check(applied.table, before.schema))
        _count(trial, trial.report.errors if trial.report else (), applied, header)
    else:
        _try_rows(trial, touched, before)
    return trial


def _touched(plan: Plan, before: Report) -> dict[int, list[Proposal]] | None:
    """The proposals by row, when they touch nothing but rows, and a row's errors depend on no other row."""
    schema, header = before.schema, before.table.header_row
    unique = any(each.constraints.get("unique") for each in schema.fields)
    if unique or schema.primary_key or any(foreign_keys.declared(schema)):
        return None
    touched: dict[int, list[Proposal]] = {}
    for each in plan.safe:
        if each.rule in AROUND:
            continue
        if each.row is None or each.row <= header:
            return None
        touched.setdefault(each.row, []).append(each)
    return touched


def _try_rows(trial: Trial, touched: dict[int, list[Proposal]], before: Report) -> None:
    """Judge the rows that change again; the others keep their errors."""
    table, first = before.table, before.table.row_number(0)
    for error in before.errors:
        if error.row not in touched:
            row = _row(error, table.header_row)
            trial.after[row] += 1
            trial.columns[error.column] += error.column is not None and row is not None
    numbers = sorted(touched)
    for start in range(0, len(numbers), BATCH):
        part = numbers[start : start + BATCH]
        proposals = [each for number in part for each in touched[number]]
        rows = table.take([number - first for number in part])
        applied = apply(table, before.schema, proposals, rows)
        _count(trial, row_errors(applied.table, before.schema), applied, table.header_row)


def _count(trial: Trial, errors: Iterable[Finding], applied: Applied, header: int) -> None:
    for error in errors:
        trial.after[_original_row(error, applied, header)] += 1
        if error.column and error.column <= len(applied.columns) and error.row != applied.table.header_row:
            trial.columns[applied.columns[error.column - 1]] += 1


def _row(error: Finding, header: int) -> int | None:
    return None if error.row == header else error.row


def _original_row(error: Finding, applied: Applied, header: int) -> int | None:
    if error.row is None or error.row == applied.table.header_row:
        return _row(replace(error, row=None), header)
    return applied.rows[error.row - applied.table.row_number(0)]


def _uncovering(each: Proposal, trial: Trial, schema: Schema) -> bool:
    """A new name under which there would be more errors than the one of a missing column."""
    required = next((field.required for field in schema.fields if field.name == each.field), False)
    return each.rule == names.RULE and trial.columns[each.column] > required


def _renaming(each: Proposal, trial: Trial, schema: Schema) -> bool:  # noqa: ARG001
    return each.rule == names.RULE


def _cell_of_worse_row(each: Proposal, trial: Trial, schema: Schema) -> bool:  # noqa: ARG001
    return each.row in trial.risen and each.rule not in HARMLESS


def _any(each: Proposal, trial: Trial, schema: Schema) -> bool:  # noqa: ARG001
    return each.rule not in HARMLESS


def _with_cells(plan: Plan, held: set[Proposal]) -> set[Proposal]:
    """Add what depends on a name held back: the cells of its column."""
    columns = {each.column for each in held if each.rule == names.RULE}
    return held | {each for each in plan.safe if each.column in columns}


def _without(plan: Plan, held: set[Proposal]) -> Plan:
    """Turn safe proposals into proposals to ask, and ask: once for each rule in each column."""
    proposals = tuple(replace(each, confidence=ASK, choice=APPLY) if each in held else each for each in plan.proposals)
    questions = list(plan.questions)
    for key in dict.fromkeys(each.key for each in plan.proposals if each in held):
        group = [each for each in plan.proposals if each.key == key and each in held]
        first = group[0]
        is_name = first.rule == names.RULE
        choice = names.YES if is_name else APPLY
        questions.append(
            Question(
                first.rule,
                first.column,
                first.field,
                first.before or "",
                ((choice, first.after), (KEEP, first.before)),
                len(group),
                kind=None if is_name else "uncovers",
            )
        )
    return Plan(proposals, tuple(questions))
