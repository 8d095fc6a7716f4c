"""What the rules on cells share.

A rule sees the distinct values of one column, never the rows: a file of 100,000 rows costs what its values cost. It
answers for one value at a time; ``cells.py`` weighs the answers of a whole column.
"""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import ClassVar

from ckanext.scdl.repairing.judge import Judge
from ckanext.scdl.schema import Field

# The habit of a value that can be read in one way only, whatever the rest of the column.
SURE = ""
# The habit of a value that only looks like the one proposed: it is asked even when it is alone.
DOUBTFUL = "same-number"
Readings = Mapping[str, str]
NONE: Readings = {}


@dataclass(frozen=True)
class Context:
    """What a rule may know besides the value.

    Attributes:
        own_siret: the SIRET of who publishes the file, when it is known.
        today: a date with two figures for the year is not read as one of the years to come.
    """

    field: Field
    judge: Judge
    own_siret: str | None = None
    today: datetime.date = datetime.date.max

    def is_right(self, value: str) -> bool:
        """Whether the schema takes the value."""
        return self.judge.is_right(self.field, value)


class Rule(ABC):
    """One way in which cells are often wrong; its name is in the reports, its sentence is ``repair.<name>``."""

    name: ClassVar[str]
    # For rules that tidy: what finds something, by Rust's regex, in every value that ``tidied`` changes.
    untidy: ClassVar[str] = ""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.field = context.field

    @classmethod
    @abstractmethod
    def applies(cls, context: Context) -> bool:
        """Whether the rule may have something to say of that column."""

    @abstractmethod
    def readings(self, value: str) -> Readings:
        """Return what a wrong value may mean: habit → right value; the habit is ``SURE`` when there is but one."""

    def learn(self, right: AbstractSet[str]) -> None:  # noqa: B027 - most rules need not
        """See the column's right values before the wrong ones."""

    def tidied(self, value: str) -> str | None:  # noqa: ARG002
        """Return the better spelling of a value that the schema takes; None when it has none."""
        return None

    def habit(self, value: str) -> str | None:  # noqa: ARG002
        """Return the habit that a right value shows, when it helps to read the wrong ones."""
        return None


def sure(value: str | None) -> Readings:
    """Return the reading of a value that has one meaning; none when it has none."""
    return NONE if value is None else {SURE: value}
