"""Counts so small that they single someone out, where the schema's rules give a threshold (``privacy.yaml``)."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.scdl.privacy.finding import HIGH
from ckanext.scdl.privacy.rules import SmallCount
from ckanext.scdl.privacy.view import Hit, View


class SmallCounts:
    """A count under its threshold."""

    kind = "small-count"

    def find(self, view: View) -> Iterator[Hit]:
        """See the base class."""
        for rule in view.rules.small_counts:
            yield from self._under(view, rule)

    def _under(self, view: View, rule: SmallCount) -> Iterator[Hit]:
        column, condition = view.named(rule.count), view.named(rule.when)
        if column is None or (rule.when and condition is None):
            return
        for value, rows in column.values.items():
            text = value.strip()
            if not text.isdecimal() or not 0 < int(text) < rule.below:
                continue
            small = [row for row in rows if rule.when is None or view.cell(row, condition).upper() == rule.value]
            if small:
                yield Hit(self.kind, HIGH, column, small, text, {"below": rule.below})
