"""Group what a report found by cause, the most blocking first, and leave out what a repair mends or a question settles.

Works on the JSON report, where a finding is a dictionary; so a report that was stored is grouped as a fresh one is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]

# Enough to see a pattern; the annotated workbook marks every cell.
EXAMPLES = 5
CAUSES = 40
# What was guessed in reading belongs to what is fine, as long as nobody contradicts it.
GUESSES = frozenset({"guessed-schema", "chosen-sheet", "skipped-rows", "footer-rows", "blank-tail"})
# The repairs that mend a whole row, and the findings that go with it.
OF_ROWS = {"blank-row": frozenset({"blank-row"}), "short-row": frozenset({"missing-cell"})}
OF_COLUMNS = frozenset({"blank-column", "copied-column"})
# A French check says better than a regular expression what is wrong with the same cell.
VAGUE = ("constraint-error", "pattern")


@dataclass(frozen=True)
class Group:
    """The findings of one cause in one column, by row; ``general`` when it is about columns or the table as a whole."""

    key: str
    column: int | None
    field: str | None
    findings: tuple[Json, ...]
    general: bool


@dataclass(frozen=True)
class Sorted:
    """A report's findings, by what is to be done with them.

    Attributes:
        remaining: the errors that a person has to correct.
        repaired: how many errors a safe repair mends.
        asked: the errors that the answers to the questions decide.
        warnings: those that are no guess.
        guesses: what reading chose.
    """

    remaining: tuple[Group, ...]
    repaired: int
    asked: tuple[Group, ...]
    warnings: tuple[Group, ...]
    guesses: tuple[Json, ...]


def count(groups: Iterable[Group]) -> int:
    """Return how many findings the groups hold."""
    return sum(len(group.findings) for group in groups)


class _Mended:
    """The places that the proposals of one confidence change."""

    def __init__(self, repairs: Iterable[Json], required: frozenset[str]) -> None:
        self._required = required
        self._cells: set[tuple[int, int]] = set()
        self._rows: set[tuple[int, str]] = set()
        self._columns: set[int] = set()
        self._names: set[str] = set()
        self._ordered = False
        for each in repairs:
            self._add(each)

    def _add(self, repair: Json) -> None:
        rule, row, column = repair["rule"], repair["row"], repair["column"]
        if row is not None and column is not None:
            self._cells.add((row, column))
        if rule == "column-name":
            self._names.add(repair["after"])
        elif rule in OF_COLUMNS and column is not None:
            self._columns.add(column)
        elif rule in OF_ROWS and row is not None:
            self._rows |= {(row, code) for code in OF_ROWS[rule]}
        self._ordered = self._ordered or rule == "column-order"

    def mends(self, finding: Json) -> bool:
        """Whether a finding goes away with these proposals."""
        code, row, column = finding["code"], finding["row"], finding["column"]
        if code == "missing-cell" and finding["field"] in self._required:
            # The row is completed with a blank cell, which a required column does not take.
            return False
        return (
            (row, column) in self._cells
            or (row, code) in self._rows
            or (column in self._columns and code in {"duplicate-label", "blank-label", "blank-column"})
            or (code in {"missing-label", "missing-optional-label"} and finding["field"] in self._names)
            or (code == "disordered-labels" and self._ordered)
        )


def sort(report: Json) -> Sorted:
    """Sort what a JSON report found.

    Args:
        report: ``Report.to_dict``, with or without its ``extract``.
    """
    required = frozenset(each["name"] for each in _columns(report) if each["required"])
    by_confidence: dict[bool, list[Json]] = {True: [], False: []}
    for each in report["repairs"]:
        by_confidence[each["confidence"] == "safe"].append(each)
    safe, asked = _Mended(by_confidence[True], required), _Mended(by_confidence[False], required)
    left, uncovered = _left(report, safe)
    remaining: list[Json] = []
    decided: list[Json] = []
    for each in left:
        (decided if asked.mends(each) else remaining).append(each)
    header_row = report["table"]["header_row"]
    warnings = [each for each in report["warnings"] if each["code"] not in GUESSES and not safe.mends(each)]
    return Sorted(
        remaining=grouped(remaining, header_row),
        repaired=max(len(told_once(report["errors"])) - len(left) + uncovered, 0),
        asked=grouped(decided, header_row),
        warnings=grouped(warnings, header_row),
        guesses=tuple(each for each in report["warnings"] if each["code"] in GUESSES),
    )


def _left(report: Json, safe: _Mended) -> tuple[list[Json], int]:
    """The errors of the repaired file, as the repair found them or else by place; how many are new."""
    outcome = (report.get("extract") or {}).get("repair")
    if outcome is None:
        return [each for each in told_once(report["errors"]) if not safe.mends(each)], 0
    mended, new = set(outcome["mended"]), outcome["uncovered"]
    left = [each for number, each in enumerate(report["errors"]) if number not in mended]
    return told_once([*left, *new]), len(new)


def told_once(findings: Sequence[Json]) -> list[Json]:
    """Leave out the vague finding on a cell of which another one speaks."""
    told = {(each["row"], each["column"]) for each in findings if (each["code"], each.get("kind")) != VAGUE}
    return [
        each
        for each in findings
        if (each["code"], each.get("kind")) != VAGUE or (each["row"], each["column"]) not in told
    ]


def grouped(findings: Iterable[Json], header_row: int) -> tuple[Group, ...]:
    """Group findings by cause and column: what blocks every row first, then by how many rows, then as in the file."""
    members: dict[tuple[str, int | None, str | None, bool], list[Json]] = {}
    for each in findings:
        key = f"{each['code']}.{each['kind']}" if each.get("kind") else each["code"]
        general = each["row"] is None or each["row"] <= header_row
        # The columns that are missing are one cause, however many.
        column, field = (None, None) if general else (each["column"], each["field"])
        members.setdefault((key, column, field, general), []).append(each)
    groups = [
        Group(key, column, field, tuple(sorted(found, key=lambda each: each["row"] or 0)), general)
        for (key, column, field, general), found in members.items()
    ]
    return tuple(sorted(groups, key=lambda each: (not each.general, -len(each.findings), each.column or 0)))


def _columns(report: Json) -> Sequence[Json]:
    columns: Sequence[Json] = (report.get("extract") or {}).get("columns", ())
    return columns
