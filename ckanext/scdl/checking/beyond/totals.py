"""Totals among the rows: a sum is no record, and would be counted twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from ckanext.scdl.checking.beyond.base import View
from ckanext.scdl.folding import fold
from ckanext.scdl.report import Finding

TOTAL = re.compile(r"(?:sous[- ]?)?tota(?:l|ux)(?: general| generaux)?(?: [\w ']{0,30})?\s*:?|somme\s*:?")


class Totals:
    """A row that says «total» and holds little else."""

    codes: ClassVar[tuple[str, ...]] = ("total-row",)

    def find(self, view: View) -> Iterator[Finding]:
        """See the protocol."""
        seen: set[int] = set()
        for name in view.leading:
            words = {cell for cell in view.totals(name) if TOTAL.fullmatch(fold(cell))}
            for index, cell in enumerate(view.cells(name)) if words else ():
                if cell in words and index not in seen and _is_sparse(view.table.rows[index]):
                    seen.add(index)
                    yield view.at(Finding("total-row"), index, name, cell)


def _is_sparse(cells: Sequence[str]) -> bool:
    return sum(bool(cell.strip()) for cell in cells) * 2 <= len(cells)
