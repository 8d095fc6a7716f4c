"""The rows that CKAN's DataStore has of a file, as a table."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.plugins import plugin_loaded

from ckanext.scdl.reading import Table
from ckanext.scdl.reading.sheets import as_text
from ckanext.scdl_validation.subject import Subject

PAGE = 30_000
# Some 300 megabytes of text; a larger table is read from its file, a piece at a time.
MOST_CELLS = 3_000_000
ROW_ID = "_id"


def table(subject: Subject) -> Table | None:
    """Return the rows of a file; None when the DataStore has none of it, or more than fit in memory."""
    if not subject.resource.get("datastore_active") or not plugin_loaded("datastore"):
        return None
    rows: list[list[str]] = []
    labels: list[str] = []
    while True:
        asked = {"resource_id": subject.id, "limit": PAGE, "offset": len(rows), "sort": ROW_ID, "include_total": False}
        try:
            page = tk.get_action("datastore_search")({"ignore_auth": True}, asked)
        except tk.ObjectNotFound:
            return None
        labels = [each["id"] for each in page["fields"] if each["id"] != ROW_ID]
        rows += [[_text(record[label]) for label in labels] for record in page["records"]]
        if len(rows) * len(labels) > MOST_CELLS:
            return None
        if not page["records"]:
            return Table(tuple(labels), rows, format="csv")


def _text(value: Any) -> str:  # noqa: ANN401
    """A value as the file would have it: a day is no moment."""
    return as_text(value).removesuffix("T00:00:00")
