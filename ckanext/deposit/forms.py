"""What the pages ask and how they say what is wrong."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.deposit import bodies, config
from ckanext.deposit.metadata import EDITABLE, Body
from ckanext.scdl import registry

Errors = dict[str, str]
Option = tuple[str, str, str]

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
