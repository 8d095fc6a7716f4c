"""What was found: one thing that may be personal, where, and what to do. Never holds a value that can be read back."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from ckanext.scdl.privacy import rules, wording

HIGH, MEDIUM, LOW = "high", "medium", "low"


@dataclass(frozen=True)
class PersonalData:
    """One thing to look at before publishing.

    Attributes:
        kind: what it is (``nir``, ``phone``, ``beneficiary``…), a key of the rules and of the messages.
        confidence: ``high``, ``medium`` or ``low``.
        row: the row that a spreadsheet shows; None for a whole column or file.
        column: the column's number in the file, from 1; None for a whole file.
        field: the column's name in the file.
        sheet: the sheet, when it is not the table's.
        value: what was found, masked.
        params: what the sentence needs besides (``word``, ``count``); nothing personal.
        hidden: what was found, to mask it elsewhere in the report; neither printed nor exported.
    """

    kind: str
    confidence: str = HIGH
    row: int | None = None
    column: int | None = None
    field: str | None = None
    sheet: str | None = None
    value: str | None = None
    params: dict[str, Any] = dataclasses.field(default_factory=dict)
    hidden: str | None = dataclasses.field(default=None, repr=False)

    @property
    def key(self) -> str:
        """The finding's name in its file, by which a decision refers to it: kind, column, row and sheet.

        Without the row it names every finding of that kind in the column: ``phone:4::`` for ``phone:4:17:``.
        """
        return f"{self.kind}:{self.column or ''}:{self.row or ''}:{self.sheet or ''}"

    @property
    def label(self) -> str | None:
        """The column's name."""
        return self.field

    def title(self, lang: str = "fr") -> str:
        """Name the kind, as a heading over its rows."""
        return wording.sentence(self.kind, "title", {}, lang)

    def message(self, lang: str = "fr") -> str:
        """Say what was found."""
        said = wording.sentence(self.kind, "message", {"value": self.value, "field": self.field} | self.params, lang)
        return wording.text("sheet", lang).format(sheet=self.sheet) + said if self.sheet else said

    def reason(self, lang: str = "fr") -> str:
        """Say why it matters, with the law."""
        return wording.reason(self.kind, lang)

    def actions(self, lang: str = "fr") -> list[dict[str, str]]:
        """Say what can be done, best first: ``action`` (a stable code) and its ``message``."""
        return [{"action": each, "message": wording.action(each, lang)} for each in rules.actions(self.kind)]

    def to_dict(self, lang: str = "fr") -> dict[str, Any]:
        """Return the finding as the JSON report has it."""
        return {
            "key": self.key,
            "kind": self.kind,
            "row": self.row,
            "column": self.column,
            "field": self.field,
            "sheet": self.sheet,
            "value": self.value,
            "confidence": self.confidence,
            "message": self.message(lang),
            "reason": self.reason(lang),
            "references": rules.references(self.kind),
            "actions": self.actions(lang),
        }
