"""Checks of many files, as ckanext-validation's batch makes them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scdl_validation import checking, queue
from ckanext.scdl_validation.subject import Subject, load

PAGE = 100
SEARCH_FIELDS = ("q", "fq", "fq_list")


def subjects(dataset_ids: Sequence[str] = (), query: dict[str, Any] | None = None) -> Iterator[Subject]:
    """Yield the files that can be checked of some datasets, of those that a search finds, or of all.

    Args:
        dataset_ids: names or identifiers.
        query: ``q``, ``fq`` and ``fq_list`` of ``package_search``.
    """
    packages = iter(dataset_ids) if dataset_ids else _found(query or {})
    for identifier in packages:
        package = model.Package.get(identifier)
        for resource in package.resources if package is not None and package.state == "active" else ():
            subject = load(resource.id)
            if subject is not None and subject.wanted:
                yield subject


def start(subject: Subject) -> None:
    """Put a check of a file in the queue, whatever is known of it."""
    queue.put(subject.id, checking.again(subject))


def listed(value: object) -> list[str]:
    """Read a list of names: a list, its JSON text, or one name."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            value = [value]
    return [str(each) for each in value] if isinstance(value, list) else [str(value)] if value else []


def query(value: object) -> dict[str, Any]:
    """Read a search: an object, or its JSON text.

    Raises:
        ValidationError: it is something else.
    """
    if isinstance(value, str):
        try:
            value = json.loads(value or "{}")
        except ValueError:
            value = 0
    if value is None or isinstance(value, dict):
        return value or {}
    raise tk.ValidationError({"query": [tk._("Give the search as an object with q, fq or fq_list.")]})


def _found(query: dict[str, Any]) -> Iterator[str]:
    asked = {name: query[name] for name in SEARCH_FIELDS if query.get(name)}
    start = 0
    while True:
        page = {"q": "*:*", **asked, "include_private": True, "rows": PAGE, "start": start, "sort": "id asc"}
        results = tk.get_action("package_search")({"ignore_auth": True}, page)["results"]
        yield from (each["id"] for each in results)
        if len(results) < PAGE:
            return
        start += PAGE
