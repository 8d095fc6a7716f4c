"""The rows that a body has published already, to begin an update with them."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.deposit import publishing
from ckanext.scdl import ScdlError, registry
from ckanext.scdl.reading import Table, read
from ckanext.socle import storage


@dataclass(frozen=True)
class Earlier:
    """A published table: those of its columns that the schema knows, then its own; its rows."""

    title: str
    columns: tuple[str, ...]
    rows: list[list[str]]


def latest(owner_org: str, schema_url: str) -> Earlier | None:
    """Return the newest published table of a body; None without one, or when its file cannot be read any more."""
    schema = registry.find(schema_url)
    found = publishing.published(owner_org, schema.name)
    if not found:
        return None
    try:
        table = read(storage.content(found[-1].resource_id), known=schema.field_names)
    except ScdlError:
        return None
    return _arranged(table, schema.field_names, found[-1].title)


def _arranged(table: Table, names: tuple[str, ...], title: str) -> Earlier:
    places = {label.strip(): index for index, label in reversed(list(enumerate(table.labels))) if label.strip()}
    columns = (*names, *(label for label in sorted(places, key=places.__getitem__) if label not in names))
    rows = [[_cell(cells, places.get(name)) for name in columns] for cells in table.rows]
    return Earlier(title, columns, rows)


def _cell(cells: object, index: int | None) -> str:
    row = list(cells) if isinstance(cells, (list, tuple)) else []
    return str(row[index]) if index is not None and index < len(row) else ""
