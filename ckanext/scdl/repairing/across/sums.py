"""The blank term of a sum that the schema declares (``sum-columns-value``), when all the others are there."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.scdl.repairing.across.base import Rows
from ckanext.scdl.repairing.proposal import Proposal

RULE = "sum-term"
CHECK = "sum-columns-value"


class SumTerms:
    """Whole numbers only, and no negative one: votes are counted."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def find(self) -> Iterator[Proposal]:
        """See the protocol."""
        rows = self._rows
        for check in rows.schema.custom_checks:
            names = [check.params.get("column"), *check.params.get("columns", ())]
            if check.name == CHECK and rows.has(*names):
                for index in sorted(self._told(names)):
                    yield from self._of(names, index)

    def _told(self, names: list[str]) -> set[int]:
        """The rows where the check had something to say of one of the columns, or of one that goes with them."""
        rows = self._rows
        beside = [
            str(check.params.get("column"))
            for check in rows.schema.custom_checks
            if set(names) & set(check.params.get("othercolumns", ()))
        ]
        return {index for name in {*names, *beside} if rows.has(name) for index in rows.told(name)}

    def _of(self, names: list[str], index: int) -> Iterator[Proposal]:
        rows = self._rows
        cells = [rows.cell(name, index).strip() for name in names]
        blank = [place for place, cell in enumerate(cells) if not cell]
        if len(blank) != 1 or not all(cell.isdecimal() for cell in cells if cell):
            return
        place, (total, *terms) = blank[0], [int(cell or 0) for cell in cells]
        term = sum(terms) if place == 0 else total - sum(terms)
        if term >= 0 and rows.is_right(names[place], str(term)):
            # In place of what cleared the cell, when a word for nothing stood there.
            yield rows.replace(rows.change(RULE, names[place], index, str(term)))
