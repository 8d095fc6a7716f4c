"""Column types of the table that an API reader queries, from the schema and from what the cells hold."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from ckanext.scdl.schema import Field, Schema

Value = str | int | bool | None
Convert = Callable[[str], Value]

# PostgreSQL cuts longer names, and two long names would then be one.
NAME_BYTES = 63
_BIGINT = 2**63
_TRUE = ("true", "True", "TRUE", "1")
_FALSE = ("false", "False", "FALSE", "0")


@dataclass(frozen=True)
class Column:
    """One column: its name and PostgreSQL type, and how a cell becomes a value.

    Attributes:
        fell_back: the schema asks for another type, which some cell does not fit.
    """

    name: str
    type: str
    convert: Convert
    fell_back: bool = False


def plan(schema: Schema, labels: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Column]:
    """Choose the type of each column: the schema's when every cell fits, text otherwise.

    Args:
        schema: says the types; columns that it does not know are text.
        labels: the header.
        rows: the cells, as text.
    """
    fields = {field.name: field for field in schema.fields}
    missing = frozenset(schema.missing_values)
    names = _names(labels)
    return [_column(name, fields.get(labels[index]), missing, _cells(rows, index)) for index, name in enumerate(names)]


def records(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> Iterator[dict[str, Value]]:
    """Yield rows as the DataStore takes them; cells that a short row lacks are null."""
    for row in rows:
        yield {
            column.name: column.convert(row[index]) if index < len(row) else None
            for index, column in enumerate(columns)
        }


def _column(name: str, field: Field | None, missing: frozenset[str], cells: Iterable[str]) -> Column:
    kind, parse = _parser(field) if field else ("text", str)
    convert = _or_null(parse, missing)
    try:
        for cell in cells:
            convert(cell)
    except (ValueError, InvalidOperation):
        return Column(name, "text", _or_null(str, missing), fell_back=True)
    return Column(name, kind, convert)


def _cells(rows: Sequence[Sequence[str]], index: int) -> Iterator[str]:
    return (row[index] for row in rows if index < len(row))


def _or_null(parse: Convert, missing: frozenset[str]) -> Convert:
    # PostgreSQL text cannot hold NUL, which a broken export may.
    return lambda cell: None if cell in missing or not cell.strip() else parse(cell.replace("\0", ""))


def _parser(field: Field) -> tuple[str, Convert]:
    """Return the PostgreSQL type of a Table Schema field and the function that reads its cells."""
    if field.type == "date":
        return "date", lambda cell: _dated(cell, field.format, date_only=True)
    if field.type == "datetime":
        return "timestamp", lambda cell: _dated(cell, field.format, date_only=False)
    if field.type == "boolean":
        return "bool", _boolean(field)
    if field.type == "number":
        return "numeric", _number(field)
    return {"integer": ("int8", _integer), "year": ("int8", _integer)}.get(field.type, ("text", str))


def _integer(cell: str) -> int:
    value = int(cell)
    if not -_BIGINT <= value < _BIGINT or "_" in cell:
        raise ValueError(cell)
    return value


def _number(field: Field) -> Convert:
    group, decimal = str(field.descriptor.get("groupChar") or ""), str(field.descriptor.get("decimalChar") or ".")

    def parse(cell: str) -> str:
        number = Decimal(cell.replace(group, "").replace(decimal, ".") if group else cell.replace(decimal, "."))
        if not number.is_finite() or "_" in cell:
            raise ValueError(cell)
        return str(number)

    return parse


def _boolean(field: Field) -> Convert:
    true, false = field.descriptor.get("trueValues", _TRUE), field.descriptor.get("falseValues", _FALSE)
    values = {**dict.fromkeys(true, True), **dict.fromkeys(false, False)}

    def parse(cell: str) -> bool:
        if cell not in values:
            raise ValueError(cell)
        return values[cell]

    return parse


def _dated(cell: str, pattern: str, *, date_only: bool) -> str:
    if pattern not in {"default", "any"}:
        moment = datetime.strptime(cell, pattern)  # noqa: DTZ007 — a table's dates have the zone of its territory
        return moment.date().isoformat() if date_only else moment.isoformat()
    return date.fromisoformat(cell).isoformat() if date_only else datetime.fromisoformat(cell).isoformat()


def _names(labels: Sequence[str]) -> list[str]:
    """Return names that the DataStore accepts: not empty, unique, of bounded length, without quotes or controls."""
    names: list[str] = []
    for index, label in enumerate(labels, start=1):
        kept = "".join(char for char in label if char != '"' and not unicodedata.category(char).startswith("C"))
        base = _cut(kept.strip().lstrip("_").strip(), NAME_BYTES - 4) or f"colonne {index}"
        taken = {name.casefold() for name in names}
        names.append(base if base.casefold() not in taken else f"{base} {index}")
    return names


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore").strip()
