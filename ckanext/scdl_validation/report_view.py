"""What a page shows of a report: a pure function from the JSON report to values ready for a template.

The order is that of the page: what is fine, what is repaired, the questions, the personal data, the errors by cause,
the warnings. Everything is bounded: ten thousand errors make the same page as forty causes do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ckanext.scdl import messages
from ckanext.scdl.privacy import wording
from ckanext.scdl_validation import causes
from ckanext.scdl_validation import personal as places
from ckanext.scdl_validation.causes import Group, Json
from ckanext.scdl_validation.extract import window

BEFORE_AND_AFTER = 3
RECOGNISED = "guessed-schema"
# The verdicts, from what is shown to what is to be done.
UNREADABLE, RIGHT, REPAIRED, TO_ANSWER, TO_CORRECT = "unreadable", "right", "repaired", "to-answer", "to-correct"


@dataclass(frozen=True)
class Column:
    """A column of the schema in plain words; ``anchor`` is where the page explains it."""

    name: str
    label: str
    help: str
    required: bool
    anchor: str


@dataclass(frozen=True)
class Cell:
    """A cell of a row that is shown; ``bad`` is the one of which the cause speaks, ``far`` what a phone leaves out."""

    text: str
    bad: bool
    far: bool


@dataclass(frozen=True)
class Example:
    """One finding: its row, its cells in their order, what is said of it when not the same is said of all."""

    row: int | None
    cells: tuple[Cell, ...]
    message: str


@dataclass(frozen=True)
class Cause:
    """Findings of one cause in one column.

    Attributes:
        advice: the first one's sentence, when the others differ by their value only; else each example has its own.
        heads: names of the columns of the examples' cells, marked as these; none when there are no rows to show.
    """

    title: str
    column: Column | None
    place: str
    count: int
    advice: str
    heads: tuple[Cell, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Repair:
    """The changes of one rule in one column: how many, and a few of them; or its sentence, when it is not of cells."""

    rule: str
    title: str
    place: str
    count: int
    message: str
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Personal:
    """Findings of one kind in one place: what, why it matters, what to do.

    Attributes:
        key: what a decision on all of them names (``personal.Place.group``).
        advised: the codes of ``actions``.
    """

    key: str
    title: str
    place: str
    count: int
    level: str
    examples: tuple[tuple[int | None, str], ...]
    reason: str
    actions: tuple[str, ...]
    advised: tuple[str, ...]


@dataclass(frozen=True)
class View:
    """A report, ready to be shown.

    Attributes:
        message: why the file cannot be read; empty otherwise.
        right_rows: how many rows have no error left.
        questions: those of the report, with ``place``, the column's name in plain words.
        found: the schema's columns that the file has, once repaired; ``expected`` is how many the schema has.
        recognised: whether the schema was told from the columns, and not by a person.
        counts: of errors: ``remaining``, ``repaired``, ``asked``; of ``warnings``; of ``personal`` findings.
        explained: the columns of which the report speaks.
        more_causes: how many causes are not shown.
    """

    verdict: str
    message: str = ""
    title: str = ""
    schema: Mapping[str, str | None] = field(default_factory=dict)
    table: Mapping[str, Any] = field(default_factory=dict)
    right_rows: int = 0
    found: tuple[Column, ...] = ()
    expected: int = 0
    recognised: bool = False
    guesses: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()
    repaired_cells: int = 0
    questions: tuple[Json, ...] = ()
    personal: tuple[Personal, ...] = ()
    errors: tuple[Cause, ...] = ()
    warnings: tuple[Cause, ...] = ()
    more_causes: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    explained: tuple[Column, ...] = ()


def view(report: Json, lang: str = "fr") -> View:
    """Prepare a report for its page.

    Args:
        report: as ``extract.report_json`` or ``Report.to_dict`` give it; without ``extract`` no rows are shown.
        lang: of the titles, ``fr`` or ``en``; the sentences are in the report's own language.
    """
    if report["table"] is None:
        return View(verdict=UNREADABLE, message=" ".join(each["message"] for each in report["errors"]))
    words = _Words(report, lang)
    found = causes.sort(report)
    safe = [each for each in report["repairs"] if each["confidence"] == "safe"]
    repairs, personal = _repairs(safe, words), _personal(report["personal_data"], words)[: causes.CAUSES]
    errors = tuple(words.cause(each) for each in found.remaining[: causes.CAUSES])
    warnings = tuple(words.cause(each) for each in found.warnings[: causes.CAUSES])
    rows = report["table"]["rows"]
    return View(
        verdict=_verdict(found, report["questions"]),
        title=words.title,
        schema=report["schema"] or {},
        table=report["table"],
        right_rows=rows - len(_rows((*found.remaining, *found.asked))),
        found=words.present(safe),
        expected=len(words.columns),
        recognised=any(each["code"] == RECOGNISED for each in found.guesses),
        guesses=tuple(each["message"] for each in found.guesses if each["code"] != RECOGNISED),
        repairs=repairs,
        repaired_cells=sum(each["row"] is not None and each["column"] is not None for each in safe),
        questions=tuple({**each, "place": words.place(each["field"], each["column"])} for each in report["questions"]),
        personal=personal,
        errors=errors,
        warnings=warnings,
        more_causes=max(len(found.remaining) - causes.CAUSES, 0),
        counts={
            "remaining": causes.count(found.remaining) + _cut(report, "errors"),
            "repaired": found.repaired,
            "asked": causes.count(found.asked),
            "warnings": causes.count(found.warnings) + _cut(report, "warnings"),
            "personal": len(report["personal_data"]) + _cut(report, "personal_data"),
        },
        explained=_explained(errors, warnings),
    )


def _cut(report: Json, name: str) -> int:
    """How many findings of a list were left out where the report was stored: its ``counts`` has the true numbers."""
    counts = report.get("counts") or {}
    return max(counts.get(name, 0) - len(report[name]), 0) if report[name] else 0


def _rows(groups: Iterable[Group]) -> set[int]:
    """The rows of the table of which some groups speak."""
    return {each["row"] for group in groups if not group.general for each in group.findings}


def personal(report: Json, lang: str = "fr") -> tuple[Personal, ...]:
    """Return every group of what may be personal in a report, the surest first."""
    return _personal(report["personal_data"], _Words(report, lang))


def public(report: Json) -> dict[str, Any]:
    """Return a report without what is for the publisher alone: the personal data, the questions, the repairs."""
    extract = {key: value for key, value in (report.get("extract") or {}).items() if key != "repair"}
    return {**report, "personal_data": [], "questions": [], "repairs": [], "extract": extract}


def _verdict(found: causes.Sorted, questions: Sequence[Json]) -> str:
    if found.remaining:
        return TO_CORRECT
    if questions:
        return TO_ANSWER
    return REPAIRED if found.repaired else RIGHT


class _Words:
    """The names of the columns, in the schema and in the file."""

    def __init__(self, report: Json, lang: str) -> None:
        extract = report.get("extract") or {}
        self.lang = lang
        self.title: str = extract.get("title") or (report["schema"] or {}).get("name") or ""
        self.labels: Sequence[str] = extract.get("labels", ())
        self.rows: Mapping[str, Mapping[str, str]] = extract.get("rows", {})
        self.columns = {
            each["name"]: Column(each["name"], each["label"], each["help"], each["required"], f"column-{number}")
            for number, each in enumerate(extract.get("columns", ()), start=1)
        }

    def present(self, repairs: Iterable[Json]) -> tuple[Column, ...]:
        """The schema's columns that the file has once its columns are renamed, in the schema's order."""
        names = {label.strip() for label in self.labels}
        names |= {each["after"] for each in repairs if each["rule"] == "column-name"}
        return tuple(each for each in self.columns.values() if each.name in names)

    def head(self, column: int) -> str:
        """The name of a column of the file, in plain words where the schema has them."""
        label = self.labels[column - 1].strip() if column <= len(self.labels) else ""
        known = self.columns.get(label)
        return known.label if known else label

    def place(self, name: str | None, column: int | None) -> str:
        """Name the column that a finding is about: the schema's words, or the file's own."""
        known = self.columns.get(name or "")
        return known.label if known else name or (self.head(column) if column else "")

    def cause(self, group: Group) -> Cause:
        """Prepare the findings of one cause."""
        first = group.findings[0]
        known = self.columns.get(group.field or "")
        width = len(self.labels)
        # Findings on whole columns are told one by one: each names its own.
        shown = group.findings[: causes.CAUSES if group.general else causes.EXAMPLES]
        in_rows = not group.general and all(str(each["row"]) in self.rows for each in shown)
        places = window(group.column, width) if in_rows else range(0)
        alike = len({_without_value(each) for each in shown}) == 1
        return Cause(
            title=messages.title(group.key, self.lang),
            column=known,
            place=self.place(group.field, None) if group.field else self.place(None, group.column),
            count=len(group.findings),
            advice=first["message"] if alike else "",
            heads=tuple(_cell(self.head(each), each, group.column) for each in places),
            examples=tuple(self._example(each, places, alike=alike) for each in shown),
        )

    def _example(self, finding: Json, places: range, *, alike: bool) -> Example:
        cells = self.rows.get(str(finding["row"]), {})
        return Example(
            row=finding["row"],
            cells=tuple(_cell(cells.get(str(each), ""), each, finding["column"]) for each in places),
            message="" if alike else finding["message"],
        )


def _cell(text: str, column: int, bad: int | None) -> Cell:
    return Cell(text, bad=column == bad, far=bad is not None and column < bad - 1)


def _without_value(finding: Json) -> str:
    value = str(finding["value"] or "")
    message: str = finding["message"]
    return message.replace(value, "") if value else message


def _repairs(safe: Iterable[Json], words: _Words) -> tuple[Repair, ...]:
    """Group the safe repairs by rule and column, what concerns the whole file first."""
    groups: dict[tuple[str, int | None], list[Json]] = {}
    for each in safe:
        groups.setdefault((each["rule"], each["column"] if each["rule"] != "column-name" else None), []).append(each)
    ordered = sorted(groups.items(), key=lambda item: item[0][1] or 0)
    return tuple(_repair(rule, members, words) for (rule, _), members in ordered[: causes.CAUSES])


def _repair(rule: str, members: Sequence[Json], words: _Words) -> Repair:
    first = members[0]
    changes = dict.fromkeys((each["before"], each["after"]) for each in members if each["row"] or len(members) > 1)
    in_cells = first["row"] is not None and first["column"] is not None
    return Repair(
        rule=rule,
        title=messages.title(f"repair.{rule}", words.lang),
        place=words.place(first["field"], first["column"]) if in_cells and rule != "column-name" else "",
        count=len(members),
        message="" if in_cells else first["message"],
        changes=tuple((before or "", after or "") for before, after in list(changes)[:BEFORE_AND_AFTER])
        if in_cells
        else (),
    )


def _personal(findings: Iterable[Json], words: _Words) -> tuple[Personal, ...]:
    """Group what may be personal by kind and place, the surest first."""
    groups: dict[tuple[str, str | None, int | None], list[Json]] = {}
    for each in findings:
        groups.setdefault((each["kind"], each["sheet"], each["column"]), []).append(each)
    prepared = [_personal_group(members, words) for members in groups.values()]
    levels = ("high", "medium", "low")
    return tuple(sorted(prepared, key=lambda each: levels.index(each.level)))


def _personal_group(members: Sequence[Json], words: _Words) -> Personal:
    first = members[0]
    return Personal(
        key=places.place(first["key"]).group,
        title=wording.sentence(first["kind"], "title", {}, words.lang),
        place=words.place((first["field"] or "").strip() or None, None),
        count=len(members),
        level=first["confidence"],
        examples=tuple((each["row"], each["message"]) for each in members[: causes.EXAMPLES]),
        reason=first["reason"],
        actions=tuple(each["message"] for each in first["actions"]),
        advised=tuple(each["action"] for each in first["actions"]),
    )


def _explained(*groups: Sequence[Cause]) -> tuple[Column, ...]:
    cited = {cause.column.name: cause.column for causes_ in groups for cause in causes_ if cause.column}
    return tuple(sorted(cited.values(), key=lambda each: int(each.anchor.rpartition("-")[2])))
