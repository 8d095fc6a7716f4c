"""Whether one value is right for one field: frictionless's reader and the French checks on a single cell."""

from __future__ import annotations

from ckanext.scdl.checking import french
from ckanext.scdl.checking.judge import StrictReaders, quick
from ckanext.scdl.schema import Field, Schema


class Judge:
    """The same verdict on a cell as the whole check gives, without the row around it."""

    def __init__(self, schema: Schema) -> None:
        """Build the readers of every field.

        Raises:
            UnusableSchema: frictionless refuses the schema.
        """
        strict = StrictReaders(schema, [field.descriptor for field in schema.fields])
        self._readers = {
            field.name: quick(field, schema, strict.reader(place)) for place, field in enumerate(schema.fields)
        }
        self._checks = _single_cell_checks(schema)
        self._known: dict[str, dict[str, bool]] = {field.name: {} for field in schema.fields}

    def is_right(self, field: Field, value: str) -> bool:
        """Whether the schema takes the value in that column."""
        known = self._known[field.name]
        if value not in known:
            known[value] = self._judge(field.name, value)
        return known[value]

    def has_check(self, field: Field, name: str) -> bool:
        """Whether the schema asks for a French check on that column."""
        return any(check.type == name for check in self._checks.get(field.name, ()))

    def _judge(self, name: str, value: str) -> bool:
        cell, notes = self._readers[name](value)
        if notes:
            return False
        return cell is None or all(check.fault(cell) is None for check in self._checks.get(name, ()))


def _single_cell_checks(schema: Schema) -> dict[str, list[french.FrenchCheck]]:
    found: dict[str, list[french.FrenchCheck]] = {}
    for custom in schema.custom_checks:
        kind = french.CHECKS.get(french.RENAMED.get(custom.name, custom.name))
        if kind is None or kind.fault is french.FrenchCheck.fault:
            continue
        try:
            check = kind.from_params(custom.params)
        except (french.BadParams, french.MissingPackage):
            # The check itself warns of it.
            continue
        found.setdefault(check.column, []).append(check)
    return found
