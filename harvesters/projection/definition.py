"""What a national table is: where it lies, how it is read, what of it goes to whom, under which words."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass

INSEE, SIREN, PARTED = "insee", "siren", "departement+commune"
KINDS_OF_KEY = (INSEE, SIREN, PARTED)
CSV, CSV_GZ, ZIP, PARQUET = "csv", "csv.gz", "zip", "parquet"
FORMATS = (CSV, CSV_GZ, ZIP, PARQUET)
ENCODINGS = ("utf-8", "cp1252", "latin-1")
TYPES = ("text", "numeric", "date")


@dataclass(frozen=True)
class Dated:
    """An address that holds a date, written `{year}` or `{month}` (202611).

    Attributes:
        unit: year or month.
        back: how many units before the present one are looked at.
        every: take all the files that exist; else the latest only.
    """

    unit: str
    back: int
    every: bool


@dataclass(frozen=True)
class Source:
    """The national file.

    Attributes:
        publisher: the body that makes it.
        page: where it is presented.
        dataset: its address («slug») on data.gouv.fr, or its identifier there.
        addresses: one, or several files of the same columns.
        form: csv, csv.gz, zip (of CSV files) or parquet.
        member: which files of a zip, as a file name pattern.
        quoted: whether a cell may stand between quotation marks.
    """

    publisher: str
    page: str
    dataset: str
    addresses: tuple[str, ...]
    form: str
    member: str = "*.csv"
    encoding: str = "utf-8"
    separator: str = ","
    quoted: bool = True
    dated: Dated | None = None


@dataclass(frozen=True)
class Key:
    """What says whose a row is.

    Attributes:
        kind: insee (of a commune), siren (or SIRET: of a commune or EPCI), departement+commune (two columns).
        columns: the first that is filled counts; for departement+commune, the two parts.
    """

    kind: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column that is kept, under its own name; `optional` ones may be absent and are then empty."""

    name: str
    label: str
    type: str = "text"
    optional: bool = False


@dataclass(frozen=True)
class Expected:
    """What a sound file has: at least so many lines, at most such a share of lines that belong to nobody."""

    lines: int = 1
    unusable: float = 0.05


@dataclass(frozen=True)
class Words:
    """What the datasets say of themselves, in French. In the title, {de} is the body's name after «de»."""

    title: str
    description: str
    keywords: tuple[str, ...]
    personal_data: str
    reference: str


@dataclass(frozen=True)
class Table:
    """One national table.

    Attributes:
        name: begins the names of its datasets; never changes.
        licence: identifier of the portal's list (lov2, odc-odbl).
        frequency: code of the EU vocabulary frequency.
        theme: code of the EU vocabulary data-theme.
        schema: address of the schema on schema.data.gouv.fr, which the slices still follow; empty for none.
        columns: kept, in this order.
        ignored: known and left out, as name patterns. Any other column is an error.
        order: columns by which a slice is sorted, so that a file shuffled anew changes no slice.
        default: whether a portal that names no table takes this one.
        digest: of the file that says all this; another digest cuts anew.
    """

    name: str
    source: Source
    key: Key
    columns: tuple[Column, ...]
    words: Words
    licence: str
    frequency: str
    theme: str
    schema: str = ""
    ignored: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    expected: Expected = Expected()
    default: bool = True
    digest: str = ""

    @property
    def kept(self) -> list[str]:
        """Names of the columns that are kept."""
        return [column.name for column in self.columns]

    def missing(self, header: list[str]) -> list[str]:
        """Return the columns that a file should have and has not."""
        needed = [column.name for column in self.columns if not column.optional]
        keys = self.key.columns if self.key.kind == PARTED else self.key.columns[:1]
        return [name for name in dict.fromkeys((*needed, *keys)) if name not in header]

    def unknown(self, header: list[str]) -> list[str]:
        """Return the columns of a file of which the table says nothing."""
        known = {*self.kept, *self.key.columns}
        return [name for name in header if name not in known and not self.ignores(name)]

    def ignores(self, name: str) -> bool:
        """Tell whether a column is known and left out."""
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in self.ignored)
