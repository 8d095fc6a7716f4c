"""Print precision and recall of the search for personal data, on the labelled cells of test-data/scdl/privacy.

    python tests/unit/scdl/privacy/figures.py [--held-out] [--wrong]

With --held-out, on the cells written without looking at the detectors' words; with --wrong, the cells where what is
found is not what is expected. The tables go into docs/developer/privacy.md.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ckanext.scdl import registry
from ckanext.scdl.privacy import inspect
from ckanext.scdl.privacy.inspection import NO_SCHEMA
from ckanext.scdl.reading import Table

FOLDER = Path(__file__).parents[4] / "test-data" / "scdl" / "privacy"
CELLS, HELD_OUT = FOLDER / "cells.csv", FOLDER / "held-out.csv"


@dataclass(frozen=True)
class Judged:
    """A labelled cell and the kinds found in it."""

    schema: str
    column: str
    cell: str
    expected: frozenset[str]
    found: frozenset[str]


@dataclass
class Figures:
    """Counts of one kind of personal data."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / ((self.right + self.wrong) or 1)

    @property
    def recall(self) -> float:
        """Share of what should be found that was."""
        return self.right / ((self.right + self.missed) or 1)


def judged(path: Path = CELLS) -> Iterator[Judged]:
    """Yield every labelled cell, looked at in a table of one row with the cells that stand beside it."""
    with path.open(encoding="utf-8", newline="") as lines:
        for each in csv.DictReader(lines):
            beside = dict(pair.split("=", 1) for pair in each["beside"].split("|") if pair)
            table = Table((each["column"], *beside), [[each["cell"], *beside.values()]], format="csv")
            found = inspect(table, registry.find(each["schema"]) if each["schema"] else NO_SCHEMA)
            kinds = {one.kind for one in found if one.column == 1}
            expected = frozenset(each["expected"].split())
            if "person-column" not in expected and each["expected"]:
                # What a cell holds and what its column's name says are labelled apart.
                kinds.discard("person-column")
            yield Judged(each["schema"], each["column"], each["cell"], expected, frozenset(kinds))


def figures(path: Path = CELLS) -> dict[str, Figures]:
    """Count, kind by kind."""
    counts: dict[str, Figures] = {}
    for each in judged(path):
        for kind in each.expected | each.found:
            one = counts.setdefault(kind, Figures())
            one.right += kind in each.expected and kind in each.found
            one.wrong += kind not in each.expected
            one.missed += kind not in each.found
    return dict(sorted(counts.items()))


def main() -> None:
    """Print the table, or what is wrong."""
    path = HELD_OUT if "--held-out" in sys.argv else CELLS
    if "--wrong" in sys.argv:
        for each in judged(path):
            if each.expected != each.found:
                print(f"{each.schema} {each.column}: {each.cell} expected {set(each.expected)} found {set(each.found)}")
        return
    print("| kind | labelled | precision | recall |\n|---|---|---|---|")
    for kind, each in figures(path).items():
        print(f"| `{kind}` | {each.right + each.missed} | {each.precision:.2f} | {each.recall:.2f} |")


if __name__ == "__main__":
    main()
