"""A table as the detectors look at it: by column, each distinct value once, with the rows that hold it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from ckanext.scdl.folding import fold
from ckanext.scdl.privacy import labels, rules
from ckanext.scdl.privacy.names import whole_person
from ckanext.scdl.reading import Table
from ckanext.scdl.reading.table import Places
from ckanext.scdl.schema import Schema

CAMEL = re.compile(r"(?<=[a-zàâéèêëîïôöûüç0-9])(?=[A-ZÀÂÉÈ])")


@dataclass(frozen=True)
class Hit:
    """Something found in cells that hold the same value.

    Attributes:
        rows: indexes of the table's rows; empty for a whole column.
        text: the part of the cell that was found.
    """

    kind: str
    confidence: str
    column: Column
    rows: Iterable[int]
    text: str | None = None
    params: dict[str, object] = field(default_factory=dict)


@dataclass(eq=False)
class Column:
    """One column: its name, its role by the rules, and its distinct values."""

    index: int
    label: str
    role: str
    table: Table
    survey: Callable[[], Places]

    @cached_property
    def spoken(self) -> str:
        """The name as words, folded: «date_naissance» and «dateNaissance» give «date naissance»."""
        spaced = CAMEL.sub(" ", self.label) if not self.label.isupper() else self.label
        return " ".join(re.sub(r"[^\w']|_", " ", fold(spaced)).split())

    @cached_property
    def topic(self) -> str | None:
        """What the name of a column that the schema does not have says of a person (see ``labels``)."""
        return labels.topic(self.spoken) if self.role == rules.EXTRA else None

    @property
    def public(self) -> bool:
        """Whether the name is that of a column of people named by law (``nom du maire``), or of bodies."""
        return labels.is_public(self.spoken)

    @cached_property
    def values(self) -> dict[str, list[int]]:
        """Each value that is not blank, with the indexes of its rows."""
        found: dict[str, list[int]] = {}
        for number, cell in enumerate(self.table.column(self.index)):
            if cell and not cell.isspace():
                found.setdefault(cell, []).append(number)
        return found

    @property
    def suspects(self) -> dict[str, list[int]]:
        """The values, less those that hold nothing of what detectors look for in the text of a cell."""
        return self.survey()[self.index]


class View:
    """A table, its columns' roles, and which rows name a person.

    Args:
        sieve: gives the regular expression that finds something in every value of a column worth a look.
    """

    def __init__(self, table: Table, schema: Schema, sieve: Callable[[Column], str] = lambda _: "") -> None:
        self.table = table
        self._sieve = sieve
        self.rules = rules.of_schema(schema.name)
        known = {rules.squeezed(name) for name in schema.field_names}
        self.columns = [
            Column(index, label, self.rules.role(label, in_schema=rules.squeezed(label) in known), table, self._survey)
            for index, label in enumerate(table.labels)
        ]

    def _survey(self) -> Places:
        return self._surveyed

    @cached_property
    def _surveyed(self) -> Places:
        return self.table.survey({each.index: self._sieve(each) for each in self.columns})

    def named(self, name: str | None) -> Column | None:
        """Return a column by its name in the schema."""
        return self._by_name.get(rules.squeezed(name)) if name else None

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {rules.squeezed(each.label): each for each in reversed(self.columns)}

    def cell(self, row: int, column: Column | None) -> str:
        """Return a cell, blank beyond the row's end."""
        cells = self.table.rows[row]
        return cells[column.index].strip() if column and column.index < len(cells) else ""

    @cached_property
    def name_columns(self) -> list[Column]:
        """The columns beside the schema's that hold people's names, by their own name or by what they hold."""
        given = any(each.topic == "given-name" for each in self.columns)
        return [each for each in self.columns if each.role == rules.EXTRA and self._holds_names(each, given=given)]

    def _holds_names(self, column: Column, *, given: bool) -> bool:
        if column.topic in {"given-name", "surname"}:
            return True
        if column.spoken not in labels.MAYBE_NAMES:
            return False
        # «nom» alone may be a place's: people's, when first names stand beside or when its values look like people.
        sample = list(column.values)[:200]
        return given or sum(whole_person(each) is not None for each in sample) * 2 > len(sample)

    @cached_property
    def person_rows(self) -> frozenset[int]:
        """Indexes of the rows that name a natural person."""
        rows = {row for column in self.name_columns for found in column.values.values() for row in found}
        for column in self.columns:
            if column.role == "beneficiary":
                rows.update(row for value, found in column.values.items() if whole_person(value) for row in found)
        return frozenset(rows)
