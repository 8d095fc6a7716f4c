"""What the checks beyond the schema share: a table seen by the columns that a schema's ``senses.yaml`` names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, ClassVar, Protocol

import yaml

from ckanext.scdl.context import Context
from ckanext.scdl.reading import Table
from ckanext.scdl.reading.rapid import TextRows
from ckanext.scdl.report import Finding
from ckanext.scdl.schema import Field, Schema

DAYS = frozenset({"date", "datetime", "year"})
LEADING = 4
# How a total begins; Rust's regular expressions agree on it.
LIKELY_TOTAL = re.compile(r"^(?i:\s*(?:sous[- ]?)?tota|\s*somme)")


@dataclass(frozen=True)
class Senses:
    """What the columns of a schema mean beyond their types; every name is a field's.

    Attributes:
        own_siret: columns of the SIRET of who publishes.
        own_commune: columns of the INSEE code of the commune that publishes.
        key: the columns that together name a row.
        key_blanks: those of them that may be blank.
        communes: columns that begin with an INSEE code of commune.
        commune_date: the column of the day or year at which that code is to be judged.
        past: columns of what has happened → how many days ahead are allowed.
        earliest: column → the first year that makes sense.
        amounts: columns of sums of money of one kind.
        plausible: column → the least and the greatest value that make sense.
        coordinates: latitude and longitude columns, or one column of points.
        bodies: pairs of columns: a body's SIRET or SIREN, and its name.
        nomenclature: the columns of the code and of the name of an act's subject.
        in_commune: whether what the coordinates place stands in the commune that publishes.
    """

    own_siret: tuple[str, ...] = ()
    own_commune: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    key_blanks: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    commune_date: str | None = None
    past: Mapping[str, int] = field(default_factory=dict)
    earliest: Mapping[str, int] = field(default_factory=dict)
    amounts: tuple[str, ...] = ()
    plausible: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    coordinates: tuple[tuple[str, ...], ...] = ()
    bodies: tuple[tuple[str, str], ...] = ()
    nomenclature: tuple[str, str] | None = None
    in_commune: bool = False

    @property
    def columns(self) -> frozenset[str]:
        """Columns whose every value is looked at."""
        return frozenset((*self.own_siret, *self.own_commune, *self.communes, *self.amounts, *self.plausible))


@cache
def senses_of(schema: str) -> Senses:
    """Return what is declared of a schema by its catalogue name; nothing for any other schema."""
    place = files("ckanext.socle.schemas").joinpath("scdl", *schema.split("/"), "senses.yaml")
    if schema.count("/") != 1 or not place.is_file():
        return Senses()
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(place.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return Senses(**{key.replace("-", "_"): _frozen(value) for key, value in loaded.items()})


def _frozen(value: Any) -> Any:  # noqa: ANN401
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value


class View:
    """A table, column by column, with what is known of it."""

    def __init__(self, table: Table, schema: Schema, context: Context) -> None:
        self.table = table
        self.schema = schema
        self.context = context
        self.senses = senses_of(schema.name)
        known = {each.name: each for each in schema.fields}
        self.fields: dict[str, Field] = {}
        self._indexes: dict[str, int] = {}
        for index, label in enumerate(table.labels):
            name = label.strip()
            if name in known and name not in self._indexes:
                self.fields[name], self._indexes[name] = known[name], index
        self._columns: dict[str, list[str]] = {}

    def has(self, *names: str) -> bool:
        """Whether the file has the columns."""
        return self._indexes.keys() >= set(names)

    def cells(self, name: str) -> list[str]:
        """Return the cells of a column, row by row."""
        if name not in self._columns:
            self._columns[name] = list(self.table.column(self._indexes[name]))
        return self._columns[name]

    def distinct(self, name: str) -> frozenset[str]:
        """Return the values of a column of days or of one that the senses name, blank ones left out."""
        return self._scanned[name]

    @cached_property
    def leading(self) -> tuple[str, ...]:
        """The columns of text among the file's first ones, where a row says that it is a total."""
        return tuple(each for each, index in self._indexes.items() if index < LEADING and self.typed[each] == "string")

    def totals(self, name: str) -> frozenset[str]:
        """Return the values of a leading column that begin as totals do."""
        return frozenset(filter(LIKELY_TOTAL.match, self._scanned[name]))

    @cached_property
    def _scanned(self) -> dict[str, frozenset[str]]:
        """What the checks ask of each column, in one pass: a large file is parsed again at each."""
        found: dict[str, set[str]] = {}
        for name, values in self._parts():
            found.setdefault(name, set()).update(values)
        return {name: frozenset(each for each in values if each.strip()) for name, values in found.items()}

    def _parts(self) -> Iterator[tuple[str, list[str]]]:
        rows = self.table.rows
        whole = {name for name, kind in self.typed.items() if kind in DAYS or name in self.senses.columns}
        wanted = [name for name in self.fields if name in whole or name in self.leading]
        if not isinstance(rows, TextRows):
            yield from ((name, self.cells(name)) for name in wanted)
            return
        for _, frame in rows.frames():
            for name in wanted:
                cells = frame.to_series(self._indexes[name])
                if name not in whole:
                    cells = cells.filter(cells.str.contains(LIKELY_TOTAL.pattern))
                yield name, cells.unique().to_list()

    def each(self, name: str, wrong: Mapping[str, Finding]) -> Iterator[Finding]:
        """Yield a finding for each cell that holds one of some values."""
        if wrong:
            for index, cell in self.table.find(self._indexes[name], wrong):
                yield self.at(wrong[cell], index, name, cell)

    def first(self, name: str, wrong: Mapping[str, Finding]) -> Iterator[Finding]:
        """Yield a finding for each of some values, where it comes first; ``count`` tells how often it comes."""
        places: dict[str, list[int]] = {}
        for index, cell in self.table.find(self._indexes[name], wrong) if wrong else ():
            places.setdefault(cell, []).append(index)
        for value, finding in wrong.items():
            yield self.at(finding, places[value][0], name, value, count=len(places[value]))

    def at(self, finding: Finding, index: int, name: str, value: str | None, **params: Any) -> Finding:  # noqa: ANN401
        """Place a finding in a cell."""
        return Finding(
            finding.code,
            row=self.table.row_number(index),
            column=self.table.column_number(self._indexes[name]),
            field=name,
            value=value,
            kind=finding.kind,
            params=finding.params | params,
        )

    @cached_property
    def typed(self) -> Mapping[str, str]:
        """The columns of the file and their types."""
        return {name: each.type for name, each in self.fields.items()}


class Check(Protocol):
    """One thing that a person would notice and a schema lets pass."""

    codes: ClassVar[tuple[str, ...]]

    def find(self, view: View) -> Iterable[Finding]:
        """Yield the warnings."""
        ...
