"""The report: what is right and wrong with a file, as values that print as JSON."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from ckanext.scdl import json_text, messages
from ckanext.scdl.exceptions import ScdlError
from ckanext.scdl.privacy.finding import PersonalData
from ckanext.scdl.reading import Note, Table
from ckanext.scdl.repairing import Plan
from ckanext.scdl.schema import Schema


@dataclass(frozen=True, slots=True)
class Finding:
    """One error or warning.

    Attributes:
        code: frictionless's error type or the check's name (``constraint-error``, ``french-siret-value``).
        kind: what the code leaves open (``enum``, ``date``); with the code, the key of its sentence.
        row: the row that a spreadsheet shows, the header being 1 in a plain file; None for the whole table.
        column: the column's number in the file, from 1; None for a whole row.
        field: the column's name in the schema.
        value: the cell as it is in the file.
        params: what the sentence needs besides.
    """

    code: str
    row: int | None = None
    column: int | None = None
    field: str | None = None
    value: str | None = None
    kind: str | None = None
    params: dict[str, Any] = dataclasses.field(default_factory=dict)

    @classmethod
    def from_note(cls, note: Note) -> Finding:
        """Turn what reading noted into a warning."""
        return cls(code=note.code, row=note.row, column=note.column, params=note.params)

    @property
    def label(self) -> str | None:
        """The column's name as a town hall reads it, or as the file has it."""
        return self.params.get("label") or self.field

    @property
    def key(self) -> str:
        """The key of the finding's sentence in ``messages.yaml``."""
        return f"{self.code}.{self.kind}" if self.kind else self.code

    def title(self, lang: str = "fr") -> str:
        """Name the kind of error, as a heading over its rows."""
        return messages.title(self.key, lang)

    def message(self, lang: str = "fr") -> str:
        """Say what is wrong and what to do."""
        shown = {"field": self.field, "label": self.field, "value": self.value, "column": self.column}
        if self.params.get("near_label"):
            shown["near"] = messages.render("hint-near", self.params, lang)
        return messages.render(self.key, shown | self.params, lang).rstrip()

    def to_dict(self, lang: str = "fr") -> dict[str, Any]:
        """Return the finding as the JSON report has it."""
        return {
            "code": self.code,
            "kind": self.kind,
            "row": self.row,
            "column": self.column,
            "field": self.field,
            "value": self.value,
            "message": self.message(lang),
        }


@dataclass(frozen=True)
class Report:
    """The verdict on one file against one schema."""

    schema: Schema
    table: Table
    errors: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    personal_data: tuple[PersonalData, ...] = ()
    plan: Plan = dataclasses.field(default_factory=Plan)

    @property
    def valid(self) -> bool:
        """Whether there is no error; warnings do not count."""
        return not self.errors

    def to_dict(self, lang: str = "fr") -> dict[str, Any]:
        """Return the report as JSON values; ``lang`` is the language of the messages."""
        found: dict[str, Any] = json_text.whole(self.parts(lang))
        return found

    def parts(self, lang: str = "fr") -> dict[str, Any]:
        """Return the same, the entries of the lists being made when they are asked for."""
        return {
            "valid": self.valid,
            "schema": {"name": self.schema.name, "version": self.schema.version, "url": self.schema.url},
            "table": self.table.to_dict(),
            "errors": (finding.to_dict(lang) for finding in self.errors),
            "warnings": (finding.to_dict(lang) for finding in self.warnings),
            "repairs": (each.to_dict(lang) for each in self.plan.proposals),
            "questions": (each.to_dict(lang) for each in self.plan.questions),
            "personal_data": (each.to_dict(lang) for each in self.personal_data),
        }


def refusal(err: ScdlError, lang: str = "fr") -> dict[str, Any]:
    """Return the JSON report of a file that could not be checked: same keys, one error, neither schema nor table."""
    error = {
        "code": err.code,
        "kind": None,
        "row": None,
        "column": None,
        "field": None,
        "value": None,
        "message": err.message(lang),
    }
    return {
        "valid": False,
        "schema": None,
        "table": None,
        "errors": [error],
        "warnings": [],
        "repairs": [],
        "questions": [],
        "personal_data": [],
    }
