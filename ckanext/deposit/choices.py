"""What a person decided about a file: kept with the deposit, so that a new check finds it again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ckanext.scdl.folding import fold
from ckanext.scdl.reading import Guesses, Table
from ckanext.scdl.repairing import KEEP, Plan, Proposal, names
from ckanext.scdl.repairing.proposal import key_of
from ckanext.scdl.schema import Schema

Columns = Mapping[str, str]


@dataclass(frozen=True)
class Hiding:
    """What becomes of one group of personal data.

    Attributes:
        choice: a code of ``hiding.CHOICES``, or ``publish``.
        reason: why it may be published, when it is.
        value: what stands in its place, for ``replace``.
        rows: rows of the file sent that are decided otherwise than their group.
    """

    choice: str
    reason: str = ""
    value: str = ""
    rows: Mapping[int, str] = field(default_factory=dict)

    def of_row(self, row: int | None) -> str:
        """Return what was decided of a row."""
        return self.rows.get(row, self.choice) if row is not None else self.choice

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Hiding:
        """Read what ``to_json`` wrote."""
        rows = {int(row): str(choice) for row, choice in value.get("rows", {}).items()}
        return cls(str(value["choice"]), str(value.get("reason", "")), str(value.get("value", "")), rows)

    def to_json(self) -> dict[str, Any]:
        """Return the decision as JSON values."""
        rows = {str(row): choice for row, choice in self.rows.items()}
        return {"choice": self.choice, "reason": self.reason, "value": self.value, "rows": rows}


@dataclass(frozen=True)
class Choices:
    """Every decision about one file.

    Attributes:
        questions: key of a question → the choice made.
        said: key of an answered question → the question and the answer, in words.
        refused: proposals not to apply: keys of groups (``group_of``) and of cells (``cell_of``).
        columns: folded name of a column of the file → the schema's name for it, empty for none.
        header_row: the row of the column names, when a person said it.
        sheet: the sheet that holds the table, when a person said it.
        personal: key of a group of findings (``hiding.place``) → what becomes of it.
    """

    questions: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    columns: Columns = field(default_factory=dict)
    header_row: int | None = None
    sheet: str | None = None
    personal: Mapping[str, Hiding] = field(default_factory=dict)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Choices:
        """Read what ``to_json`` wrote."""
        return cls(
            dict(value.get("questions", {})),
            {key: (each[0], each[1]) for key, each in value.get("said", {}).items()},
            frozenset(value.get("refused", ())),
            dict(value.get("columns", {})),
            value.get("header_row"),
            value.get("sheet"),
            {key: Hiding.from_json(each) for key, each in value.get("personal", {}).items()},
        )

    def to_json(self) -> dict[str, Any]:
        """Return the choices as JSON values."""
        return {
            "questions": dict(self.questions),
            "said": {key: list(each) for key, each in self.said.items()},
            "refused": sorted(self.refused),
            "columns": dict(self.columns),
            "header_row": self.header_row,
            "sheet": self.sheet,
            "personal": {key: each.to_json() for key, each in self.personal.items()},
        }

    @property
    def guesses(self) -> Guesses:
        """What reading need not guess."""
        return Guesses(sheet=self.sheet, header_row=self.header_row)

    def for_next_file(self) -> Choices:
        """Return what also holds for another file of the same data: the columns."""
        return Choices(columns=self.columns)

    def answered(self, key: str, choice: str, said: tuple[str, str] = ("", "")) -> Choices:
        """Return the choices with the answer to a question; an empty one takes the answer back."""
        kept = {each: answer for each, answer in self.questions.items() if each != key}
        words = {each: answer for each, answer in self.said.items() if each != key}
        if not choice:
            return replace(self, questions=kept, said=words)
        return replace(self, questions={**kept, key: choice}, said={**words, key: said})

    def naming(self, columns: Columns) -> Choices:
        """Return the choices with other names for the columns; what was said of the former ones falls."""
        prefix = f"{names.RULE}:"
        return replace(
            self,
            columns=columns,
            questions={key: choice for key, choice in self.questions.items() if not key.startswith(prefix)},
            said={key: words for key, words in self.said.items() if not key.startswith(prefix)},
            refused=frozenset(key for key in self.refused if not key.startswith(prefix)),
        )

    def deciding(self, place: str, hiding: Hiding | None) -> Choices:
        """Return the choices with what becomes of a group of findings; None takes the decision back."""
        kept = {each: way for each, way in self.personal.items() if each != place}
        return replace(self, personal={**kept, place: hiding} if hiding else kept)

    def refusing(self, refuse: Iterable[str], accept: Iterable[str]) -> Choices:
        """Return the choices with some proposals refused and some accepted."""
        return replace(self, refused=frozenset({*(self.refused - frozenset(accept)), *refuse}))

    def accepted(self, plan: Plan) -> tuple[Proposal, ...]:
        """Return the proposals to apply; the cells of a column whose new name is refused are left alone too."""
        kept = [each for each in plan.safe if not {group_of(each), cell_of(each)} & self.refused]
        unnamed = {each.column for each in plan.safe if each.rule == names.RULE} - {
            each.column for each in kept if each.rule == names.RULE
        }
        return tuple(each for each in kept if each.column not in unnamed)


def group_of(proposal: Proposal) -> str:
    """Return the key of the proposals of one rule in one column."""
    return key_of(proposal.rule, proposal.column)


def cell_of(proposal: Proposal) -> str:
    """Return the key of one proposal."""
    return f"{proposal.rule}:{proposal.column or ''}:{proposal.row or ''}"


def name_columns(table: Table, schema: Schema, choices: Choices) -> tuple[list[str], list[Proposal], dict[str, str]]:
    """Give the columns the names that a person chose for them, but for those refused since.

    Returns:
        The names of the columns; the changes as proposals; answers for the columns that are to keep their names.
    """
    known, labels = set(schema.field_names), list(table.labels)
    changes: list[Proposal] = []
    kept: dict[str, str] = {}
    chosen = {name for name in choices.columns.values() if name}
    for index, label in enumerate(table.labels):
        name, key = choices.columns.get(fold(label)), key_of(names.RULE, index + 1)
        if name is None or (name == label and name in known):
            continue
        if name in known and name not in labels[:index]:
            changes.append(Proposal(names.RULE, label, name, table.header_row, index + 1, name))
            if key not in choices.refused:
                labels[index] = name
                continue
        kept[key] = KEEP
        if label.strip() in chosen:
            # Another column was said to be this one: two of one name would be an error.
            labels[index] = f"{label} (2)"
    return labels, changes, kept


def chosen_columns(labels: Collection[str], by_field: Mapping[str, str]) -> dict[str, str]:
    """Return the columns as ``Choices`` keeps them.

    Args:
        labels: the columns of the file.
        by_field: the schema's name of a column → the file's, empty when the file has none.
    """
    fields = {fold(label): name for name, label in by_field.items() if label}
    return {fold(label): fields.get(fold(label), "") for label in labels if label.strip()}
