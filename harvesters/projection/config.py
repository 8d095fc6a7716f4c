"""The options of the national tables, read once each (declared in `config_declaration.yaml`)."""

from __future__ import annotations

from pathlib import Path

import ckan.plugins.toolkit as tk
from ckan.lib.uploader import get_max_resource_size
from ckanext.socle.harvesters.projection.definition import Table
from ckanext.socle.harvesters.projection.loading import load_all
from ckanext.socle.harvesters.projection.problems import DefinitionError
from ckanext.socle.harvesters.projection.running import MEGABYTE, Settings

PREFIX = "ckanext.projection"


def tables() -> dict[str, Table]:
    """Return every table that is known, by name.

    Raises:
        DefinitionError: the file of one is wrong.
    """
    own = str(tk.config[f"{PREFIX}.definitions"] or "")
    return load_all(Path(own) if own else None)


def chosen() -> dict[str, Table]:
    """Return the tables that the portal takes.

    Raises:
        DefinitionError: the file of a table is wrong, or the option names one that is not there.
    """
    known, names = tables(), list(tk.config[f"{PREFIX}.tables"])
    if unknown := next((name for name in names if name not in known), None):
        raise DefinitionError("table-unknown", table=unknown, known=", ".join(sorted(known)))
    return {name: table for name, table in known.items() if (name in names if names else table.default)}


def folder(table: str) -> Path:
    """Return the folder of a table."""
    base = str(tk.config[f"{PREFIX}.folder"] or "") or str(Path(tk.config["ckan.storage_path"]) / "projection")
    return Path(base) / table


def cron() -> str:
    """Return when the tables are looked at."""
    return str(tk.config[f"{PREFIX}.cron"])


def datastore_rows() -> int:
    """Return up to how many rows a slice is loaded in the DataStore."""
    return int(tk.config[f"{PREFIX}.datastore_rows"])


def download_time() -> float:
    """Return the seconds for the download of a national file."""
    return float(tk.config[f"{PREFIX}.download_time"])


def limits() -> Settings:
    """Return what bounds a run: the largest national file, and CKAN's own limit for published files."""
    largest = int(tk.config[f"{PREFIX}.max_download"]) * MEGABYTE
    return Settings(largest_file=largest, largest_slice=int(get_max_resource_size()) * MEGABYTE)
