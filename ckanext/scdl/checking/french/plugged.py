"""The French checks in frictionless's own resource, for who validates with it alone; the engine does without."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import attrs
from frictionless import Check, errors
from frictionless.table import Row

from ckanext.scdl.checking.french.base import FrenchCheck


@attrs.define(kw_only=True, repr=False)
class FrenchError(errors.CellError):
    """An error of a French check.

    Attributes:
        code: the check's name.
        kind: which of the check's sentences.
        params: what the sentence needs besides the cell.
        whole_row: the error concerns the row, not one cell.
    """

    type = "french-error"
    title = "French check"
    description = "A check beyond Table Schema, as Validata's custom_checks declare it."
    template = "Row at position {rowNumber}: {note}"

    code: str = ""
    kind: str | None = None
    params: dict[str, Any] = attrs.field(factory=dict)
    whole_row: bool = False


@attrs.define(kw_only=True, repr=False)
class Plugged(Check):
    """A French check as frictionless's checklist takes it: ``Checklist(checks=[Plugged(french=check)])``."""

    type = "french-check"
    Errors: ClassVar[list[Any]] = [FrenchError]
    french: FrenchCheck

    def validate_row(self, row: Row) -> Iterator[FrenchError]:
        """Check one row, as frictionless calls it."""
        for found in self.french.faults(row):
            error: FrenchError = FrenchError.from_row(row, note=self.french.type, field_name=found.field_name)
            error.code, error.kind, error.params, error.whole_row = (
                found.code,
                found.kind,
                found.params,
                found.whole_row,
            )
            yield error
