"""The cells of a column: which of its distinct values are not proven right."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from ckanext.scdl.checking.french import FrenchCheck
from ckanext.scdl.checking.judge import REMEMBERED, Judge
from ckanext.scdl.checking.proofs import Proof, is_trivial, proof_of, sure_form
from ckanext.scdl.checking.vectorised.frames import Frame
from ckanext.scdl.schema import Field


@dataclass(frozen=True)
class Column:
    """A column of the file that is one of the schema's, with the French checks on its cells alone.

    Attributes:
        right: values proven right already: those of one run of rows come again in the next.
    """

    index: int
    field: Field
    checks: Sequence[FrenchCheck]
    missing: frozenset[str]
    judge: Judge
    right: set[str] = dataclasses.field(default_factory=set)

    @property
    def name(self) -> str:
        """The column's name in a frame."""
        return str(self.index)

    def doubtful(self, frame: Frame) -> pl.Series | None:
        """Tell the cells that are not proven right; None when all are."""
        cells = frame.cells[self.name]
        if is_trivial(self.field) and not self.checks:
            return self.blank(cells) if self.field.required else None
        form = sure_form(self.field) if not self.checks else None
        values = frame.values(self.index) if form is None else cells.filter(~cells.str.contains(form)).unique()
        unknown = [each for each in values.to_list() if each not in self.right]
        wrong = self._wrong(unknown)
        if len(self.right) < REMEMBERED:
            self.right.update(set(unknown).difference(wrong))
        return is_one_of(cells, wrong) if wrong else None

    def blank(self, cells: pl.Series) -> pl.Series:
        """Tell the cells that hold nothing, or a word that the schema takes for nothing."""
        return is_one_of(cells, self.missing)

    @cached_property
    def _proof(self) -> Proof | None:
        # A French check looks at the value, which only a text's proof knows.
        return proof_of(self.field) if self.field.type == "string" or not self.checks else None

    def _wrong(self, values: list[str]) -> list[str]:
        """Return the values that are not proven right: a quick proof first, frictionless for the others."""
        proof = self._proof
        unproven = values if proof is None else [each for each in values if each in self.missing or not proof(each)]
        wrong = [each for each in unproven if not self._is_right(each)]
        if not self.checks or proof is None:
            return wrong
        proven = set(values).difference(unproven)
        return wrong + [each for each in proven if not self._passes(each)]

    def _is_right(self, cell: str) -> bool:
        if cell in self.missing:
            return not self.field.required
        value, notes = self.judge.read(self.index, cell)
        return not notes and (value is None or self._passes(value))

    def _passes(self, value: Any) -> bool:  # noqa: ANN401
        return all(check.remembered(value) is None for check in self.checks)


def is_one_of(cells: pl.Series, values: Iterable[str]) -> pl.Series:
    """Tell the cells that are one of some values."""
    wanted = list(values)
    return cells == wanted[0] if len(wanted) == 1 else cells.is_in(wanted)
