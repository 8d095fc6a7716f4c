"""What the rules propose and what they ask, as values that print as JSON."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from ckanext.scdl import messages

# Applied by default: the value before has one meaning, and it is the value after.
SAFE = "safe"
# Applied once a person has answered.
ASK = "ask"
# The answer to a question that changes nothing.
KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One change, of a cell, of a column's name, of a row, of a column or of the whole file.

    Attributes:
        rule: the name of the rule that proposes it.
        before: what the file has; None when the place says all.
        after: what would stand there; None when the row or the column would go.
        row: the row that a spreadsheet shows; the header's row for a column's name; None for a column or the file.
        column: the column's number in the file, from 1; None for a row or the file.
        field: the column's name in the schema.
        confidence: ``safe`` or ``ask``.
        choice: for ``ask``, the answer that the change stands for.
        tidies: the value before breaks no rule of the schema.
    """

    rule: str
    before: str | None
    after: str | None
    row: int | None = None
    column: int | None = None
    field: str | None = None
    confidence: str = SAFE
    choice: str | None = None
    tidies: bool = False

    @property
    def key(self) -> str:
        """The key of the question on which the proposal depends when it is not safe."""
        return key_of(self.rule, self.column)

    def message(self, lang: str = "fr") -> str:
        """Say what would change."""
        params = {"before": self.before, "after": self.after, "field": self.field, "column": self.column}
        return messages.render(f"repair.{self.rule}", params, lang)

    def to_dict(self, lang: str = "fr") -> dict[str, Any]:
        """Return the proposal as the JSON report has it."""
        return {
            "rule": self.rule,
            "row": self.row,
            "column": self.column,
            "field": self.field,
            "before": self.before,
            "after": self.after,
            "confidence": self.confidence,
            "message": self.message(lang),
        }


@dataclass(frozen=True)
class Question:
    """What only a person can tell, once for a column.

    Attributes:
        choices: the possible answers, the one that changes nothing last; each with what ``example`` would become.
        cells: how many cells the answer decides.
    """

    rule: str
    column: int | None
    field: str | None
    example: str
    choices: tuple[tuple[str, str | None], ...]
    cells: int
    kind: str | None = None

    @property
    def key(self) -> str:
        """The name under which the answer is given."""
        return key_of(self.rule, self.column)

    def message(self, lang: str = "fr") -> str:
        """Ask."""
        params = {"example": self.example, "column": self.column, "field": self.field, "cells": self.cells}
        params["after"] = self.choices[0][1]
        return messages.render(f"question.{self.kind or self.rule}", params, lang)

    def to_dict(self, lang: str = "fr") -> dict[str, Any]:
        """Return the question as the JSON report has it."""
        return {
            "key": self.key,
            "rule": self.rule,
            "column": self.column,
            "field": self.field,
            "question": self.message(lang),
            "example": self.example,
            "choices": [
                {"choice": choice, "after": after, "label": messages.render(f"choice.{choice}", {"after": after}, lang)}
                for choice, after in self.choices
            ],
            "cells": self.cells,
        }


@dataclass(frozen=True)
class Plan:
    """Every proposal on a file, and the questions on which some of them depend."""

    proposals: tuple[Proposal, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def safe(self) -> tuple[Proposal, ...]:
        """The proposals to apply without asking."""
        return tuple(each for each in self.proposals if each.confidence == SAFE)

    def only(self, rules: Collection[str]) -> Plan:
        """Keep the proposals and questions of some rules."""
        return Plan(
            tuple(each for each in self.proposals if each.rule in rules),
            tuple(each for each in self.questions if each.rule in rules),
        )


def key_of(rule: str, column: int | None) -> str:
    """Return the name of a question: the rule's, and the column's number."""
    return f"{rule}:{column}" if column else rule
