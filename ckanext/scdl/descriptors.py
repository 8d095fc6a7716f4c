"""Is this a Table Schema that tables can be checked with? Told in one sentence, before any table is read.

The rules are those of https://specs.frictionlessdata.io/table-schema/ (version 1) as far as frictionless insists on
them; what it takes no notice of is let through.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn

from ckanext.scdl import patterns
from ckanext.scdl.exceptions import UnusableSchema
from ckanext.scdl.reading import limits

SIZED = frozenset(("string", "array", "object", "list"))
ORDERED = frozenset(("integer", "number", "date", "time", "datetime", "year", "yearmonth"))
NUMBERS = frozenset(("integer", "number", "year"))
BOUNDS = frozenset(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"))
TYPES = SIZED | ORDERED | {"any", "boolean", "duration", "geojson", "geopoint"}
# Formats that are named; those of dates and times are patterns, and the other types have none.
FORMATS: Mapping[str, tuple[str, ...]] = {
    "string": ("default", "email", "uri", "binary", "uuid"),
    "geopoint": ("default", "array", "object"),
    "geojson": ("default", "topojson"),
}
# Which types frictionless checks a constraint on; the others it refuses.
CONSTRAINTS: Mapping[str, frozenset[str]] = {
    "required": TYPES,
    "unique": TYPES,
    "enum": TYPES,
    "pattern": frozenset(("string",)),
    "minLength": SIZED,
    "maxLength": SIZED,
    **dict.fromkeys(BOUNDS, ORDERED),
}


def examine(descriptor: Mapping[str, Any], reference: str) -> None:
    """Refuse a descriptor that is no usable Table Schema.

    Args:
        descriptor: a JSON object.
        reference: what the person called it.

    Raises:
        UnusableSchema: ``broken-schema`` with the kind of fault, and the column where it is.
    """
    _Examiner(reference).schema(descriptor)


class _Examiner:
    def __init__(self, reference: str) -> None:
        self._reference = reference

    def schema(self, descriptor: Mapping[str, Any]) -> None:
        fields = descriptor.get("fields")
        if not isinstance(fields, list) or not fields:
            self._refuse("fields")
        if len(fields) > limits.COLUMNS:
            self._refuse("large")
        names: set[str] = set()
        for number, each in enumerate(fields, 1):
            name = each.get("name") if isinstance(each, dict) else None
            if not isinstance(name, str) or not name.strip():
                self._refuse("field", number=number)
            if name in names:
                self._refuse("duplicate", field=name)
            names.add(name)
            self._field(each)
        self._around(descriptor, names)

    def _field(self, field: Mapping[str, Any]) -> None:
        name, kind = field["name"], field.get("type", "string")
        if not isinstance(kind, str) or kind not in TYPES:
            self._refuse("type", field=name, type=kind, known=sorted(TYPES))
        form = field.get("format", "default")
        if not isinstance(form, str) or form not in FORMATS.get(kind, (form,)):
            self._refuse("property", field=name, property="format")
        for key, right in FIELD_PROPERTIES.items():
            if key in field and not right(field[key]):
                self._refuse("property", field=name, property=key)
        constraints = field.get("constraints", {})
        if not isinstance(constraints, dict):
            self._refuse("property", field=name, property="constraints")
        self._constraints(name, kind, constraints)

    def _constraints(self, name: str, kind: str, constraints: Mapping[str, Any]) -> None:
        for key, value in constraints.items():
            right = CONSTRAINT_VALUES.get(key)
            if right and (kind not in CONSTRAINTS[key] or not right(value) or not _suits(key, kind, value)):
                self._refuse("constraint", field=name, constraint=key, value=value)
        pattern = constraints.get("pattern")
        if pattern is None:
            return
        try:
            re.compile(pattern)
        except (re.error, RecursionError, OverflowError) as err:
            raise self._fault("pattern", field=name, pattern=pattern) from err
        if patterns.may_never_end(pattern):
            self._refuse("endless", field=name, pattern=pattern)

    def _around(self, descriptor: Mapping[str, Any], names: set[str]) -> None:
        """What stands beside the fields."""
        if not _texts(descriptor.get("missingValues", [])):
            self._refuse("property.table", property="missingValues")
        for key in _names(descriptor.get("primaryKey", [])):
            self._key(key, names)
        for each in self._objects(descriptor, "custom_checks"):
            if not isinstance(each.get("name"), str) or not isinstance(each.get("params") or {}, dict):
                self._refuse("property.table", property="custom_checks")
        for each in self._objects(descriptor, "foreignKeys"):
            for key in _names(each.get("fields", [])):
                self._key(key, names)

    def _objects(self, descriptor: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
        listed = descriptor.get(name, [])
        if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
            self._refuse("property.table", property=name)
        return listed

    def _key(self, key: Any, names: set[str]) -> None:  # noqa: ANN401
        if not isinstance(key, str) or key not in names:
            self._refuse("key", field=key)

    def _refuse(self, kind: str, **params: Any) -> NoReturn:  # noqa: ANN401
        raise self._fault(kind, **params)

    def _fault(self, kind: str, **params: Any) -> UnusableSchema:  # noqa: ANN401
        return UnusableSchema(f"broken-schema.{kind}", reference=self._reference, **params)


def _names(key: Any) -> Iterable[Any]:  # noqa: ANN401
    return key if isinstance(key, list) else [key]


def _texts(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _text(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, str)


def _flag(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, bool)


def _length(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _bound(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, (int, float, str)) and not isinstance(value, bool)


def _suits(constraint: str, kind: str, value: Any) -> bool:  # noqa: ANN401
    """Whether a bound of numbers is a number."""
    if constraint not in BOUNDS or kind not in NUMBERS:
        return True
    try:
        return math.isfinite(float(value))
    except ValueError:
        return False


Right = Callable[[Any], bool]
FIELD_PROPERTIES: Mapping[str, Right] = {
    "trueValues": _texts,
    "falseValues": _texts,
    "decimalChar": _text,
    "groupChar": _text,
    "bareNumber": _flag,
    "missingValues": _texts,
    "arrayItem": lambda value: isinstance(value, dict),
}
CONSTRAINT_VALUES: Mapping[str, Right] = {
    "required": _flag,
    "unique": _flag,
    "enum": lambda value: isinstance(value, list) and bool(value),
    "pattern": _text,
    "minLength": _length,
    "maxLength": _length,
    **dict.fromkeys(BOUNDS, _bound),
}
