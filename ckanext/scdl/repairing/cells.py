"""Proposals on the cells of a column: the rules give their readings value by value, the column decides.

A value that reads in two ways is decided by the other values of its column when they show one habit and only one
(31/12/2024 shows that the day comes first). Otherwise it is a question: nothing is guessed.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ckanext.scdl import progress
from ckanext.scdl.reading import Table
from ckanext.scdl.repairing.judge import Judge
from ckanext.scdl.repairing.proposal import ASK, KEEP, SAFE, Proposal, Question, key_of
from ckanext.scdl.repairing.rules import RULES
from ckanext.scdl.repairing.rules.base import DOUBTFUL, SURE, Context, Readings, Rule
from ckanext.scdl.schema import Field, Schema

# Finds nothing in any value.
NOTHING = r"[^\s\S]"


@dataclass(frozen=True)
class Known:
    """What is known besides the file.

    Attributes:
        own_siret: the SIRET of who publishes it.
        today: the day of the repair.
        answers: the key of a question → the choice made.
    """

    answers: Mapping[str, str]
    own_siret: str | None = None
    today: datetime.date = datetime.date.max


@dataclass(frozen=True, slots=True)
class Change:
    """What would stand in place of every cell of a column that holds one value."""

    rule: str
    after: str
    choice: str | None = None
    tidies: bool = False


def propose(
    table: Table,
    fields: Sequence[Field | None],
    schema: Schema,
    known: Known,
    findings: Mapping[int, AbstractSet[int]] = {},
) -> Iterator[Proposal | Question]:
    """Yield the proposals and the questions on every column that is a field of the schema.

    Args:
        table: the table.
        fields: the field of each of its columns.
        schema: the schema.
        known: what is known besides.
        findings: for the columns of which the check looked at every cell, the indexes of the rows of which it had
            something to say; it is not asked again about the others.
    """
    judge, missing = Judge(schema), frozenset(schema.missing_values)
    columns = {
        index: (field, Context(field, judge, known.own_siret, known.today))
        for index, field in enumerate(fields)
        if field
    }
    untidy = table.survey({index: _sieve(columns[index][1]) for index in columns})
    told = _told(table, {index: rows for index, rows in findings.items() if index in columns})
    for number, (index, (field, context)) in enumerate(columns.items()):
        progress.told(progress.MENDING, number, len(columns))
        suspects = told[index] if index in told else table.distinct(index)
        wrong = {value for value in suspects - missing if not context.is_right(value)}
        right = (table.distinct(index) if wrong else untidy[index].keys()) - missing - wrong
        answers = {rule: known.answers.get(key_of(rule, index + 1)) for rule in (each.name for each in RULES)}
        changes = _changes(untidy[index].keys() & right, right, wrong, context, answers)
        if changes:
            yield from _spread(table, index, field, changes)


def _sieve(context: Context) -> str:
    """What finds something in every value of a column that a rule may tidy."""
    tidying = (rule for rule in RULES if _tidies(rule) and rule.applies(context))
    return "|".join(f"(?:{rule.untidy})" for rule in tidying) or NOTHING


def _told(table: Table, findings: Mapping[int, AbstractSet[int]]) -> dict[int, set[str]]:
    """The values in the rows of which the check had something to say, by column."""
    told: dict[int, set[str]] = {index: set() for index in findings}
    for row, cells in table.take(sorted(set().union(*findings.values()))):
        for index, rows in findings.items():
            if row in rows and index < len(cells):
                told[index].add(cells[index])
    return told


def _tidies(rule: type[Rule]) -> bool:
    return rule.tidied is not Rule.tidied


def _changes(
    untidy: AbstractSet[str], right: set[str], wrong: set[str], context: Context, answers: Mapping[str, str | None]
) -> dict[str, tuple[Change, ...]]:
    """What each value would become: one change when it is sure, one for each answer when it must be asked."""
    changes: dict[str, tuple[Change, ...]] = {}
    for kind in RULES:
        if not (untidy and _tidies(kind)) and not wrong - changes.keys():
            continue
        if not kind.applies(context):
            continue
        rule = kind(context)
        changes |= _tidied(rule, untidy - changes.keys())
        if wrong - changes.keys():
            changes |= _repaired(rule, wrong - changes.keys(), right, answers[rule.name])
    return changes


def _tidied(rule: Rule, untidy: AbstractSet[str]) -> dict[str, tuple[Change, ...]]:
    if not _tidies(type(rule)):
        return {}
    found = {value: rule.tidied(value) for value in untidy}
    return {
        value: (Change(rule.name, after, tidies=True),)
        for value, after in found.items()
        if after is not None and after != value and rule.context.is_right(after)
    }


def _repaired(rule: Rule, wrong: set[str], right: set[str], answer: str | None) -> dict[str, tuple[Change, ...]]:
    rule.learn(right)
    readings = {value: found for value in wrong if (found := rule.readings(value))}
    if not readings or answer == KEEP:
        return {}
    shown = {answer} if answer else _habits(rule, readings, right)
    return {value: decided for value, each in readings.items() if (decided := _decided(rule, each, shown))}


def _habits(rule: Rule, readings: Mapping[str, Readings], right: set[str]) -> set[str]:
    """The habits that the values with a single reading show."""
    shown = {next(iter(each)) for each in readings.values() if len(each) == 1} - {SURE, DOUBTFUL}
    if any(len(each) > 1 for each in readings.values()):
        shown |= {habit for value in right if (habit := rule.habit(value))}
    return shown


def _decided(rule: Rule, readings: Readings, shown: set[str]) -> tuple[Change, ...]:
    if len(shown) == 1 and shown <= readings.keys():
        readings = {SURE: readings[next(iter(shown))]}
    possible = {habit: after for habit, after in readings.items() if rule.context.is_right(after)}
    if len(set(readings.values())) == 1 and DOUBTFUL not in readings:
        return tuple(Change(rule.name, after) for after in set(possible.values()))
    return tuple(Change(rule.name, after, choice=habit) for habit, after in possible.items())


def _spread(
    table: Table, index: int, field: Field, changes: Mapping[str, tuple[Change, ...]]
) -> Iterator[Proposal | Question]:
    """Give every cell its proposals, then say what is to be asked."""
    asked: Counter[str] = Counter()
    for position, value in table.find(index, changes.keys()):
        found = changes[value]
        if found and found[0].choice:
            asked[value] += 1
        row = table.row_number(position)
        for change in found:
            confidence = ASK if change.choice else SAFE
            yield Proposal(
                change.rule, value, change.after, row, index + 1, field.name, confidence, change.choice, change.tidies
            )
    yield from _questions(index, field, changes, asked)


def _questions(
    index: int, field: Field, changes: Mapping[str, tuple[Change, ...]], asked: Counter[str]
) -> Iterator[Question]:
    rules = dict.fromkeys(changes[value][0].rule for value in asked)
    for rule in rules:
        values = [value for value in asked if changes[value][0].rule == rule]
        example = max(values, key=lambda value: len(changes[value]))
        choices = [(change.choice or KEEP, change.after) for change in changes[example]]
        yield Question(
            rule,
            index + 1,
            field.name,
            example,
            (*choices, (KEEP, example)),
            sum(asked[value] for value in values),
        )
