"""A table as the repairs across columns look at it: each cell as the rules on cells leave it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cached_property
from typing import Protocol

from ckanext.scdl.checking.beyond import senses_of
from ckanext.scdl.context import Context
from ckanext.scdl.reading import Table
from ckanext.scdl.repairing.judge import Judge
from ckanext.scdl.repairing.proposal import ASK, KEEP, SAFE, Proposal, Question
from ckanext.scdl.schema import Field, Schema

# The answer that does what is asked.
YES = "same-body"
Found = Proposal | Question


class Rows:
    """The rows of a table, by field."""

    def __init__(
        self,
        table: Table,
        fields: Sequence[Field | None],
        schema: Schema,
        context: Context,
        earlier: Iterable[Found],
        findings: Mapping[int, AbstractSet[int]],
    ) -> None:
        self.table, self.context, self.schema = table, context, schema
        self.senses = senses_of(schema.name)
        self._findings = findings
        self.fields = {field.name: (index, field) for index, field in enumerate(fields) if field}
        self._changed = {
            (each.row, each.column): each
            for each in earlier
            if isinstance(each, Proposal) and each.row and each.column and each.row != table.header_row
        }
        self._replaced: set[tuple[int | None, int | None]] = set()
        # By column, what safe repairs leave in the cells that they change.
        self._left: dict[int, dict[int, str]] = {}
        for each in self._changed.values():
            if each.confidence == SAFE:
                self._leave(each, each.after)
        self._picked: dict[str, Mapping[int, str] | Sequence[str]] = {}

    @cached_property
    def judge(self) -> Judge:
        """Tells right values from wrong ones."""
        return Judge(self.schema)

    def has(self, *names: str) -> bool:
        """Whether the file has the columns."""
        return self.fields.keys() >= set(names)

    def cells(self, name: str) -> Iterator[str]:
        """Yield the cells of a column as the safe repairs leave them; a row that stops early has blank ones."""
        index = self.fields[name][0]
        left = self._left.get(index, {})
        return (left.get(row, cell) for row, cell in enumerate(self.table.column(index)))

    def cell(self, name: str, index: int) -> str:
        """Return a cell as the safe repairs leave it, in a row of which the check had something to say."""
        column = self.fields[name][0]
        left = self._left.get(column, {})
        return left[index] if index in left else self._as_sent(name)[index]

    def _as_sent(self, name: str) -> Mapping[int, str] | Sequence[str]:
        """The cells of a column in the rows that the rules look at: few of a table that was wholly checked."""
        if name not in self._picked:
            column, rows = self.fields[name][0], self._told_rows
            whole = isinstance(rows, range)
            self._picked[name] = list(self.table.column(column)) if whole else dict(self.table.pick(column, rows))
        return self._picked[name]

    @cached_property
    def _told_rows(self) -> Sequence[int]:
        if any(index not in self._findings for index, _ in self.fields.values()):
            return range(len(self.table.rows))
        return sorted(set().union(*self._findings.values()))

    def lacks(self, name: str) -> bool:
        """Whether the schema requires a column that the file does not have."""
        return name not in self.fields and any(each.name == name and each.required for each in self.schema.fields)

    def is_right(self, name: str, value: str) -> bool:
        """Whether the schema takes the value in that column."""
        return self.judge.is_right(self.fields[name][1], value)

    def is_open(self, name: str, index: int) -> bool:
        """Whether no rule on cells has something to say of a cell."""
        return (self.table.row_number(index), self.fields[name][0] + 1) not in self._changed

    def wrong(self, name: str) -> Iterator[tuple[int, str]]:
        """Yield the cells of a column, with their rows' indexes, that are wrong and of which nobody spoke."""
        # The check says nothing of the cells of a blank row.
        looked_at = self.fields[name][0] in self._findings
        for index in self.told(name):
            value = self.cell(name, index)
            wrong = not self.is_right(name, value) and self.is_open(name, index)
            if wrong and (looked_at or any(self.table.rows[index])):
                yield index, value

    def told(self, name: str) -> Sequence[int]:
        """Return the rows where the check had something to say of a column; all when it did not look at it."""
        found = self._findings.get(self.fields[name][0])
        return range(len(self.table.rows)) if found is None else sorted(found)

    def change(self, rule: str, name: str, index: int, after: str, *, choice: str | None = None) -> Proposal:
        """Propose a value for a cell; with a choice, it is asked."""
        column = self.fields[name][0]
        before = self._as_sent(name)[index]
        row = self.table.row_number(index)
        return Proposal(rule, before, after, row, column + 1, name, ASK if choice else SAFE, choice)

    def replace(self, proposal: Proposal) -> Proposal:
        """Put a proposal in the place of the one that a rule on cells made of the same cell."""
        self._replaced.add((proposal.row, proposal.column))
        return proposal

    def kept(self, earlier: Iterable[Found]) -> list[Found]:
        """Return the earlier proposals that none replaces."""
        return [
            each
            for each in earlier
            if not isinstance(each, Proposal) or (each.row, each.column) not in self._replaced or each.row is None
        ]

    def taken(self, found: Iterable[Proposal], answers: Mapping[str, str]) -> list[Found]:
        """Take the proposals of a rule, and ask one question for each column of those that are not sure."""
        done: list[Found] = []
        asked: dict[str, list[Proposal]] = {}
        for each in found:
            answer = None if each.confidence == SAFE else answers.get(each.key)
            if answer == KEEP:
                continue
            if answer is None and each.confidence == ASK:
                asked.setdefault(each.key, []).append(each)
            taken = each if answer is None else replace(each, confidence=SAFE, choice=None)
            self._take(taken)
            done.append(taken)
        return [*done, *map(question, asked.values())]

    def _take(self, proposal: Proposal) -> None:
        """The next rule reads the cell as this one leaves it, and has nothing to say of it."""
        if proposal.row and proposal.column:
            self._changed[proposal.row, proposal.column] = proposal
            self._leave(proposal, proposal.after if proposal.confidence == SAFE else proposal.before)

    def _leave(self, proposal: Proposal, after: str | None) -> None:
        if proposal.row and proposal.column:
            left = self._left.setdefault(proposal.column - 1, {})
            left[proposal.row - self.table.row_number(0)] = after or ""


def question(group: Sequence[Proposal]) -> Question:
    """Return the question on which some proposals of one rule in one column depend."""
    first = group[0]
    choices = ((first.choice or KEEP, first.after), (KEEP, first.before))
    return Question(first.rule, first.column, first.field, first.before or "", choices, len(group))


class Across(Protocol):
    """Proposals that look at several columns."""

    def find(self) -> Iterator[Proposal]:
        """Yield the proposals."""
        ...
