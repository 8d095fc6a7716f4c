"""Rows of a slice in the DataStore, for who queries them: small slices only, if the operator wants."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

import ckan.plugins.toolkit as tk
from ckan.plugins import plugin_loaded
from ckan.types import Context
from ckanext.socle.harvesters.projection import config
from ckanext.socle.harvesters.projection.definition import Column, Table

CHUNK = 2_000
FITS = {"numeric": re.compile(r"-?\d+(\.\d+)?"), "date": re.compile(r"\d{4}-\d{2}-\d{2}")}
Row = dict[str, str | None]


def load(resource_id: str, path: Path, table: Table, rows: int) -> None:
    """Replace the rows of a resource by those of a slice; take away those of a slice that is too large now.

    A column of which some cell is no number or date is kept as text.
    """
    if not plugin_loaded("datastore"):
        return
    context: Context = {"ignore_auth": True, "user": tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]}
    with suppress(tk.ObjectNotFound):  # it had no rows
        tk.get_action("datastore_delete")(context, {"resource_id": resource_id, "force": True})
    if rows > config.datastore_rows():
        return
    fields = [
        {"id": column.name, "type": _type(column, path), "info": {"label": column.label}} for column in table.columns
    ]
    table_of = {"resource_id": resource_id, "force": True}
    tk.get_action("datastore_create")(context, {**table_of, "fields": fields})
    records = _records(path)
    while chunk := list(islice(records, CHUNK)):
        tk.get_action("datastore_upsert")(context, {**table_of, "records": chunk, "method": "insert"})


def _records(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: cell or None for name, cell in row.items()}


def _type(column: Column, path: Path) -> str:
    pattern = FITS.get(column.type)
    if pattern is None:
        return "text"
    cells = (row[column.name] for row in _records(path))
    return column.type if all(cell is None or pattern.fullmatch(cell) for cell in cells) else "text"
