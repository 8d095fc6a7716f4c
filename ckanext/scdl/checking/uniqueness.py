"""``unique`` constraints and the primary key: frictionless checks them in its resource, which is not used here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckanext.scdl.checking.french.base import Row, RowFault
from ckanext.scdl.schema import Schema


class Uniqueness:
    """Remembers the values seen, with the row of each."""

    def __init__(self, schema: Schema, present: frozenset[str]) -> None:
        names = [field.name for field in schema.fields if field.constraints.get("unique") and field.name in present]
        self._seen: dict[str, dict[Any, int]] = {name: {} for name in names}
        self._key = schema.primary_key if present.issuperset(schema.primary_key) else ()
        self._keys: dict[tuple[Any, ...], int] = {}

    def faults(self, row: Row) -> Iterator[RowFault]:
        """Yield the errors of one row; rows must come in order."""
        for name, seen in self._seen.items():
            value = row[name]
            if value is None:
                continue
            first = seen.setdefault(hashable(value), row.row_number)
            if first != row.row_number:
                yield RowFault.of(row, name, "unique-error", None, {"first_row": first})
        if self._key:
            yield from self._key_faults(row)

    def _key_faults(self, row: Row) -> Iterator[RowFault]:
        values = tuple(hashable(row[name]) for name in self._key)
        first = self._keys.setdefault(values, row.row_number)
        blank = all(value is None for value in values)
        if blank or first != row.row_number:
            shown = None if blank else first
            yield RowFault.of(row, self._key[0], "primary-key", None, {"first_row": shown}, whole_row=True)


def hashable(value: Any) -> Any:  # noqa: ANN401
    """Return what stands for a value among those seen."""
    return str(value) if isinstance(value, (list, dict)) else value
