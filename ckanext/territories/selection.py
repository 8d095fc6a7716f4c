"""Which communes a list asks for: a CSV file with a column of INSEE codes, whatever its heading and its quirks."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from ckanext.territories.codes import insee_code
from ckanext.territories.cog import Commune, cog
from ckanext.territories.french import fold

# Usual headings of the column, folded: INSEE's files, SCDL's, spreadsheets of préfectures.
HEADINGS = (
    "code insee", "codeinsee", "insee", "insee com", "insee code", "insee commune", "code insee commune",
    "code insee de la commune", "code commune", "code commune insee", "codgeo", "code geo", "depcom", "com",
    "coll insee", "citycode", "cog", "code cog", "code",
)  # fmt: skip
MERGED, UNKNOWN, EMPTY, REPEATED = "merged", "unknown", "empty", "repeated"
UNREADABLE, NO_COLUMN = "unreadable", "no_column"


class SelectionError(Exception):
    """The list cannot be read at all: no text, or no column of INSEE codes. The user must give another file."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Remark:
    """What is odd on a line of the list (1 = header). A merged commune is replaced, the others are left out."""

    line: int
    code: str
    value: str
    present: Commune | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """The communes that a list asks for, and what was odd in it."""

    communes: tuple[Commune, ...]
    remarks: tuple[Remark, ...]


def read_selection(path: Path) -> Selection:
    """Read the communes of a CSV file.

    Args:
        path: comma, semicolon or tab separated, UTF-8 or Windows-1252. A code that lost its first zero to a spreadsheet
            is mended.

    Raises:
        SelectionError: `unreadable` (not a text), `no_column` (no heading known for an INSEE code).
    """
    reader = csv.reader(io.StringIO(text := _text(path)), delimiter=_delimiter(text))
    header = [fold(name) for name in next(reader, [])]
    column = next((header.index(name) for name in HEADINGS if name in header), None)
    if column is None:
        raise SelectionError(NO_COLUMN)
    communes: dict[str, Commune] = {}
    remarks: list[Remark] = []
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        value = row[column].strip() if column < len(row) else ""
        commune = cog().present(insee_code(value))
        if remark := _remark(reader.line_num, value, commune, communes):
            remarks.append(remark)
        if commune:
            communes.setdefault(commune.code, commune)
    return Selection(tuple(communes.values()), tuple(remarks))


def _remark(line: int, value: str, commune: Commune | None, seen: dict[str, Commune]) -> Remark | None:
    if commune is None:
        return Remark(line, UNKNOWN if value else EMPTY, value)
    if commune.code in seen:
        return Remark(line, REPEATED, value, commune)
    return Remark(line, MERGED, value, commune) if commune.code != insee_code(value) else None


def _text(path: Path) -> str:
    raw = path.read_bytes()
    if b"\0" in raw:
        raise SelectionError(UNREADABLE)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _delimiter(text: str) -> str:
    header = text.split("\n", 1)[0]
    return max(";,\t", key=header.count)
