"""The rows of a file, as its page shows them: from the DataStore, its columns in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context

from ckanext.scdl.schema import Words
from ckanext.socle.paging import last_page

PAGE_SIZE = 50
ROW_NUMBER = "_id"  # DataStore's own column
NUMBERS = {"int4", "int8", "numeric", "float8"}


@dataclass(frozen=True)
class Column:
    """A column: its technical name, its label (the name itself when no schema explains it), its explanation."""

    name: str
    label: str
    help: str
    number: bool


@dataclass(frozen=True)
class Table:
    """A page of rows.

    Attributes:
        columns: in the file's order.
        rows: texts, one a column; empty for a cell without a value.
        total: rows of the whole file.
        first: number of the first row shown, from 1.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int
    first: int


def load(resource_id: str, page: int, words: Words | None, user: str) -> Table | None:
    """Read a page of a resource's rows; None when the DataStore has none for this visitor.

    Args:
        resource_id: the resource.
        page: from 1; beyond the last it counts as the last.
        words: what the schema says of the columns.
        user: name of the visitor, empty for an anonymous one.
    """
    start = (page - 1) * PAGE_SIZE
    query = {"resource_id": resource_id, "limit": PAGE_SIZE, "offset": start, "sort": ROW_NUMBER}
    try:
        answer = tk.get_action("datastore_search")(Context(user=user), query)
    except (tk.ObjectNotFound, tk.NotAuthorized, tk.ValidationError):
        return None
    last = last_page(int(answer["total"]), PAGE_SIZE)
    if page > last:
        return load(resource_id, last, words, user)
    columns = tuple(column(each, words) for each in answer["fields"] if each["id"] != ROW_NUMBER)
    rows = tuple(tuple(cell(record.get(each.name)) for each in columns) for record in answer["records"])
    return Table(columns, rows, int(answer["total"]), start + 1)


def column(declared: dict[str, Any], words: Words | None) -> Column:
    """Read a field of the DataStore; its own label wins over the schema's."""
    name = str(declared["id"])
    said = words.fields.get(name) if words else None
    info = declared.get("info") or {}
    label = info.get("label") or (said.label if said else name)
    return Column(name, str(label), str(info.get("notes") or (said.help if said else "")), declared["type"] in NUMBERS)


def cell(value: object) -> str:
    """Write a value as the data has it: ISO dates, a point in numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
