"""Datasets as the pages show them: who published what, when, how valid, in which formats."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context

SUMMARY = 180  # characters of a description in a list
BESIDE_THE_DATA = {"documentation", "api"}
Package = dict[str, Any]
Resource = dict[str, Any]


@dataclass(frozen=True)
class Publication:
    """One line of a list of datasets.

    Attributes:
        date: ISO date and time of the last change of its data.
        status: ``validation_status`` of its main file.
        formats: format names, without doubles, in the order of the files.
        download: stable address of the main file, None without a file.
        download_format: its format.
    """

    title: str
    url: str
    body: str
    body_url: str
    notes: str
    date: str
    status: str | None
    formats: tuple[str, ...]
    download: str | None
    download_format: str
    private: bool


def publication(package: Package) -> Publication:
    """Read one dataset (``package_show`` or a result of ``package_search``)."""
    body = package.get("organization") or {}
    main = main_file(package)
    return Publication(
        title=str(package.get("title") or package["name"]),
        url=tk.url_for("dataset.read", id=package["name"]),
        body=str(body.get("title") or body.get("name") or ""),
        body_url=tk.url_for("organization.read", id=body["name"]) if body else "",
        notes=str(package.get("notes") or ""),
        date=changed(package, main),
        status=main.get("validation_status") if main else None,
        formats=formats(package),
        download=download_url(main, package) if main else None,
        download_format=str((main or {}).get("format") or "").upper(),
        private=bool(package.get("private")),
    )


@lru_cache(maxsize=1024)
def summary(notes: str) -> str:
    """Return the beginning of a description without its marks, kept: CKAN builds a Markdown parser for each one."""
    return str(tk.h.markdown_extract(notes, SUMMARY))


def named(identifiers: list[str]) -> list[Publication]:
    """Read some datasets by their ids, the last changed first; those that the visitor may not see are left out."""
    wanted = " OR ".join(identifiers)
    query = {"q": "*:*", "fq": f"+id:({wanted})", "rows": len(identifiers), "sort": "metadata_modified desc"}
    found = tk.get_action("package_search")(Context(user=tk.current_user.name, for_view=True), query)
    return [publication(each) for each in found["results"]]


def main_file(package: Package) -> Resource | None:
    """Return the first file of data, one with a schema before the others; documentation only when there is no data."""
    resources: list[Resource] = package.get("resources") or []
    data = [each for each in resources if each.get("resource_type") not in BESIDE_THE_DATA]
    with_schema = [each for each in data if each.get("schema")]
    return next(iter(with_schema or data or resources), None)


def formats(package: Package) -> tuple[str, ...]:
    """Return the names of a dataset's formats."""
    names = (str(each.get("format") or "").upper() for each in package.get("resources") or [])
    return tuple(dict.fromkeys(name for name in names if name))


def changed(package: Package, main: Resource | None) -> str:
    """Return when the data last changed: the main file's date, else the dataset's (ISO 8601, UTC)."""
    dates = [(main or {}).get("last_modified"), (main or {}).get("created"), package.get("metadata_modified")]
    return str(next((date for date in dates if date), ""))


def download_url(resource: Resource, package: Package) -> str:
    """Return the address that stays when the file is replaced (room datagouv), or the file's own."""
    stable = tk.h.get("datagouv_download_url")
    return str((stable(resource, package) if stable else resource.get("url")) or "")
