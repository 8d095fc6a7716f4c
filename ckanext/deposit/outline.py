"""What is kept of the repairs, the questions and the personal data, to be shown: groups, and the first of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ckanext.deposit import hiding
from ckanext.deposit.choices import Choices, cell_of, group_of
from ckanext.deposit.mending import Mended
from ckanext.deposit.summary import Cells, Labels, label_of
from ckanext.scdl import messages
from ckanext.scdl.privacy import PersonalData
from ckanext.scdl.repairing import Proposal, layout, names
from ckanext.scdl.repairing.proposal import Plan

# Enough to see the pattern; a page of its own has the others.
SHOWN = 10
# A person may decide row by row of so many; beyond, one decision is for the group.
ROWS = 100
# They come with writing the table again, and are not refused one by one.
WRITING = frozenset({layout.FORMAT, layout.ENCODING, layout.DELIMITER, *layout.NOTES.values()})


def of(mended: Mended, choices: Choices, labels: Labels, lang: str) -> dict[str, Any]:
    """Return what the page of the verdict shows besides the report, as JSON values.

    Args:
        mended: what the file becomes.
        choices: what was decided.
        labels: French words of the schema's columns.
        lang: of the sentences, ``fr`` or ``en``.
    """
    return {
        "repairs": _repairs(mended, choices, labels, lang),
        "repair_count": len([each for each in mended.accepted if each.rule not in WRITING]),
        "questions": _questions(mended.plan, choices, labels, lang),
        "personal": _personal(mended.report.personal_data, labels, lang),
        "remaining": _remaining(mended),
        "left_out": _left_out(mended.left_out, lang),
        "other_schema": mended.other_schema,
        "missing": _missing(mended),
        "columns": list(mended.sent.labels),
        "named": _named(mended),
        "header_row": mended.sent.header_row,
        "sheet": mended.sent.sheet,
    }


def waiting(plan: Plan, choices: Choices) -> Cells:
    """Return row and column of the cells that wait for an answer."""
    open_keys = {each.key for each in plan.questions if each.key not in choices.questions}
    return frozenset((each.row, each.column) for each in plan.proposals if each.choice and each.key in open_keys)


def cells(plan: Plan, choices: Choices) -> dict[str, list[list[Any]]]:
    """Return every proposal by group: row, before, after, and whether it was refused."""
    found: dict[str, list[list[Any]]] = {}
    for each in plan.safe:
        refused = cell_of(each) in choices.refused
        found.setdefault(group_of(each), []).append([each.row, each.before, each.after, refused])
    return found


def _repairs(mended: Mended, choices: Choices, labels: Labels, lang: str) -> list[dict[str, Any]]:
    groups: dict[str, list[Proposal]] = {}
    for each in mended.plan.safe:
        groups.setdefault(group_of(each), []).append(each)
    shown = [_repair(key, group, choices, labels, lang) for key, group in groups.items()]
    # What changes the content first; the form of the file last.
    return sorted(shown, key=lambda group: (group["rule"] in WRITING, -group["count"]))


def _repair(key: str, group: Sequence[Proposal], choices: Choices, labels: Labels, lang: str) -> dict[str, Any]:
    first = group[0]
    return {
        "key": key,
        "rule": first.rule,
        "title": messages.title(f"repair.{first.rule}", lang),
        "message": first.message(lang),
        "label": label_of(first.field, labels),
        "column": first.column,
        "count": len(group),
        "accepted": key not in choices.refused,
        "refusable": first.rule not in WRITING,
        "of_cells": first.after is not None and first.row is not None and first.column is not None,
        "shown": [
            {
                "key": cell_of(each),
                "row": each.row,
                "before": each.before,
                "after": each.after,
                "accepted": cell_of(each) not in choices.refused,
            }
            for each in group[:SHOWN]
        ],
    }


def _questions(plan: Plan, choices: Choices, labels: Labels, lang: str) -> list[dict[str, Any]]:
    still = [each for each in plan.questions if each.key not in choices.questions]
    # What a column is settles what else is asked of it.
    still.sort(key=lambda question: question.rule != names.RULE)
    return [
        replace(each, field=label_of(each.field, labels)).to_dict(lang)
        | {"title": messages.title(f"question.{each.kind or each.rule}", lang)}
        for each in still
    ]


def _personal(findings: Iterable[PersonalData], labels: Labels, lang: str) -> list[dict[str, Any]]:
    groups: dict[str, list[PersonalData]] = {}
    for each in findings:
        groups.setdefault(hiding.place(each), []).append(each)
    return [_group(key, found, labels, lang) for key, found in groups.items()]


def _group(key: str, found: Sequence[PersonalData], labels: Labels, lang: str) -> dict[str, Any]:
    first = found[0]
    return {
        "key": key,
        "kind": first.kind,
        "confidence": first.confidence,
        "title": first.title(lang),
        "label": label_of(first.field, labels),
        "column": first.column,
        "sheet": first.sheet,
        "reason": first.reason(lang),
        "references": first.to_dict(lang)["references"],
        "advice": first.actions(lang),
        "offered": hiding.offered(first),
        "count": len(found),
        "shown": [
            {"key": each.key, "row": each.row, "value": each.value, "message": each.message(lang)}
            for each in found[:ROWS]
        ],
    }


def _remaining(mended: Mended) -> list[dict[str, str]]:
    """The groups still in what would be published: their keys in the file sent, and in the one to publish."""
    both = zip(mended.remaining, mended.published.personal_data, strict=True)
    keys = {hiding.place(sent): hiding.place(published) for sent, published in both}
    return [{"sent": sent, "published": published} for sent, published in keys.items()]


def _left_out(findings: Collection[PersonalData], lang: str) -> list[dict[str, Any]]:
    counts: dict[str, list[PersonalData]] = {}
    for each in findings:
        counts.setdefault(each.kind, []).append(each)
    return [{"kind": kind, "title": found[0].title(lang), "count": len(found)} for kind, found in counts.items()]


def _missing(mended: Mended) -> list[str]:
    """The columns that the schema wants and the table does not have."""
    present = {label.strip() for label in mended.table.labels}
    return [each.name for each in mended.report.schema.fields if each.required and each.name not in present]


def _named(mended: Mended) -> dict[str, str]:
    """The schema's name of each column of the file that has one: as it is, or repaired."""
    known = set(mended.report.schema.field_names)
    renamed: Mapping[int | None, str | None] = {
        each.column: each.after for each in mended.accepted if each.rule == "column-name"
    }
    names = {label: renamed.get(index + 1) or label.strip() for index, label in enumerate(mended.sent.labels)}
    return {label: name for label, name in names.items() if name in known}
