"""What the pages ask and how they say what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.deposit import bodies, config
from ckanext.deposit.metadata import EDITABLE, Body
from ckanext.scdl import registry

Errors = dict[str, str]
Option = tuple[str, str, str]
# A list that must be answered takes no empty answer.
NO_COLUMN = "-"

PUBLICATION_FIELDS = frozenset({*EDITABLE, "target", "despite_errors"})


def errors(err: tk.ValidationError) -> Errors:
    """Return one sentence for each field that an action refused, under the name that the page gives the field."""
    names = {"tags": "tag_string", "name": "title"}
    return {names.get(field, field): _sentence(value) for field, value in err.error_dict.items()}


def schema_choices() -> tuple[list[Option], list[Option]]:
    """Return the data to choose from, as options of a form: the common ones in the portal's order, then the others."""
    tables = {entry.name: entry for entry in registry.entries() if entry.kind == "tableschema"}
    common = [name for name in config.offered_schemas() if name in tables]
    others = sorted(set(tables) - set(common))
    return [_option(name) for name in common], [_option(name) for name in others]


def organization(name: str) -> Body:
    """Return the body that a page is about.

    Raises:
        ObjectNotFound: there is none of that name.
    """
    return bodies.body(name)


def _option(name: str) -> Option:
    words = registry.words(name)
    return name, words.plain_name, words.description


def _sentence(value: Any) -> str:  # noqa: ANN401
    """Flatten CKAN's errors: a list of sentences, or of dicts of them for tags and resources."""
    if isinstance(value, dict):
        return " ".join(filter(None, map(_sentence, value.values())))
    if isinstance(value, list):
        return " ".join(dict.fromkeys(filter(None, map(_sentence, value))))
    return str(value) if value else tk._("This is not right.")


def told(shown: dict[str, Any]) -> dict[str, Any]:
    """Return what the page of the verdict says in words: the columns not found, the data that it looks like."""
    report = shown["report"]
    words = registry.words(shown["schema"]["name"]).fields
    other = report.get("other_schema")
    return {
        "missing": [words[name].label if name in words else name for name in report.get("missing", ())],
        "other_schema": {"name": other, "plain_name": registry.words(other).plain_name} if other else None,
    }


def column_fields(shown: dict[str, Any], chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the expected columns, each with the column of the file that it is, as far as is known or guessed."""
    report, schema = shown["report"], registry.find(shown["schema"]["url"])
    words = registry.words(schema.name).fields
    found = {name: label for label, name in report.get("named", {}).items()}
    guessed = _guessed(report)
    return [
        {
            "name": field.name,
            "label": words[field.name].label if field.name in words else field.name,
            "required": field.required,
            "value": chosen.get(field.name) or found.get(field.name) or guessed.get(field.name) or NO_COLUMN,
        }
        for field in schema.fields
    ]


def columns(form: Mapping[str, str]) -> dict[str, str]:
    """Read the form of the columns: the schema's name → the file's, empty for none."""
    prefix = "column-"
    chosen = {key.removeprefix(prefix): value for key, value in form.items() if key.startswith(prefix)}
    return {name: "" if label == NO_COLUMN else label for name, label in chosen.items()}


def decisions(finding: str, typed: Mapping[str, str], form: Mapping[str, str]) -> list[dict[str, str]]:
    """Read the form of a group of personal data: its decision, then those of single rows."""
    kind, column, _row, sheet = [*finding.split(":", 3), "", "", ""][:4]
    reasons = {"publish-law": tk._("Public by law"), "publish-other": typed["reason"]}
    choice = "publish" if typed["choice"] in reasons else typed["choice"]
    reason = reasons.get(typed["choice"], "")
    found = [{"finding": finding, "choice": choice, "reason": reason, "value": typed["value"]}]
    for key, value in form.items():
        if key.startswith("row-") and value != NO_COLUMN:
            place = f"{kind}:{column}:{key.removeprefix('row-')}:{sheet}"
            own = reason or typed["reason"] or tk._("Looked at row by row")
            found.append({"finding": place, "choice": value, "reason": own, "value": ""})
    return found


def _guessed(report: Mapping[str, Any]) -> dict[str, str]:
    """The columns that only look like an expected one: the check asks about them."""
    labels = report.get("columns", ())
    return {
        each["choices"][0]["after"]: labels[each["column"] - 1]
        for each in report.get("questions", ())
        if each["rule"] == "column-name" and each["column"] and each["choices"]
    }
