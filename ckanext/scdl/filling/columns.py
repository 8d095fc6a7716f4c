"""The columns of a schema for who fills them: what goes in each, in plain words, and what can be told at once.

>>> from ckanext.scdl import registry
>>> columns(registry.find("scdl/deliberations"))[3].kind
'date'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ckanext.scdl import registry
from ckanext.scdl.schema import Field, Schema

# What the Table Schema takes when a field does not say (https://specs.frictionlessdata.io/table-schema/#boolean).
TRUE, FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")
ISO_DATES = frozenset({"default", "any", "%Y-%m-%d"})
NUMBERS = frozenset({"integer", "number", "year"})
_DIGITS = re.compile(r"\^(?:\\d|\[0-9\])\{(\d+)\}\$")
_EXAMPLE = re.compile(r"par exemple (.+?)(?: ;|[.]?$)")


@dataclass(frozen=True)
class Column:
    """A column to fill.

    Attributes:
        label: its name in French, the schema's when this project has no words for it.
        help: what to write, with an example.
        description: what the schema says of it.
        kind: ``text``, ``integer``, ``number``, ``year``, ``date`` or ``choice``.
        choices: what a list offers; empty when anything may be written.
        accepted: every value that is right, other spellings of yes and no included; empty as ``choices``.
        pattern: regular expression of the whole cell; empty without one.
        digits: the number of digits of a code made of nothing else.
        siret: whether it is a SIRET whose key is checked.
    """

    name: str
    label: str
    help: str = ""
    description: str = ""
    example: str = ""
    required: bool = False
    kind: str = "text"
    choices: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    pattern: str = ""
    digits: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    unique: bool = False
    siret: bool = False
    format: str = "default"

    def to_dict(self) -> dict[str, Any]:
        """Return what is said of the column, without what is not."""
        said = {key: value for key, value in vars(self).items() if value or (value == 0 and value is not False)}
        return {key: list(value) if isinstance(value, tuple) else value for key, value in said.items()}


def columns(schema: Schema) -> tuple[Column, ...]:
    """Return the columns of a schema of tables, in its order."""
    known = {entry.name for entry in registry.entries()}
    words = registry.words(schema.name).fields if schema.name in known else {}
    sirets = {
        str(each.params.get("column")) for each in schema.custom_checks if each.name.startswith("french-siret-value")
    }
    said = {name: (each.label, each.help) for name, each in words.items()}
    return tuple(
        _column(field, *said.get(field.name, _schema_words(field)), schema=schema, siret=field.name in sirets)
        for field in schema.fields
    )


def _schema_words(field: Field) -> tuple[str, str]:
    return str(field.descriptor.get("title") or field.name), str(field.descriptor.get("description") or "")


def _column(field: Field, label: str, explained: str, *, schema: Schema, siret: bool) -> Column:
    limits = field.constraints
    choices, accepted = _choices(field)
    pattern = str(limits.get("pattern") or "")
    digits = _DIGITS.fullmatch(pattern)
    return Column(
        name=field.name,
        label=label,
        help=explained,
        description=str(field.descriptor.get("description") or ""),
        example=_example(field, explained),
        required=field.required or field.name in schema.primary_key,
        kind="choice" if choices else _kind(field),
        choices=choices,
        accepted=accepted,
        pattern=pattern,
        digits=int(digits[1]) if digits else 14 if siret else None,
        minimum=_number(field, "minimum"),
        maximum=_number(field, "maximum"),
        min_length=limits.get("minLength"),
        max_length=limits.get("maxLength"),
        unique=bool(limits.get("unique")) or schema.primary_key == (field.name,),
        siret=siret,
        format=field.format,
    )


def _kind(field: Field) -> str:
    if field.type == "date" and field.format in ISO_DATES:
        return "date"
    return field.type if field.type in NUMBERS and not field.descriptor.get("decimalChar") else "text"


def _choices(field: Field) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a list offers, and every value that is right."""
    if field.type == "boolean":
        true = tuple(map(str, field.descriptor.get("trueValues") or TRUE))
        false = tuple(map(str, field.descriptor.get("falseValues") or FALSE))
        return (true[0], false[0]), (*true, *false)
    offered = tuple(_as_text(each) for each in field.constraints.get("enum") or ())
    return offered, offered


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _number(field: Field, bound: str) -> float | None:
    value = field.constraints.get(bound)
    return float(value) if value is not None and field.type in NUMBERS else None


def _example(field: Field, explained: str) -> str:
    """The schema's own example, else that of our sentence of help."""
    given = field.descriptor.get("example")
    if given not in {None, ""}:
        return str(given)
    found = _EXAMPLE.search(explained)
    return found[1] if found else ""
