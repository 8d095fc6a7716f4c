"""What the pages of a source show: its state in words, its datasets, a page of the report of a run."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.helpers import Page
from ckan.types import Context
from ckanext.harvest.logic.dictization import harvest_job_dictize
from ckanext.harvest.model import HarvestJob

from ckanext.socle import paging
from ckanext.socle.publications import publication

PAGE_SIZE = 20
LINES = 50  # lines of a report on one page
COUNTS = ("added", "updated", "deleted", "not modified", "errored")


def state(run: dict[str, Any]) -> dict[str, str]:
    """Return where a run of ckanext-harvest stands: its words (`label`) and their look (`kind`, of a badge)."""
    words = {
        "New": (tk._("waits to begin"), "info"),
        "Running": (tk._("under way"), "info"),
        "Finished": (tk._("ended"), "success"),
    }
    label, kind = (tk._("stopped"), "warning") if stopped(run) else words.get(run["status"], (run["status"], "plain"))
    return {"label": str(label), "kind": kind}


def stopped(run: dict[str, Any]) -> bool:
    """Tell whether a run was stopped before its end.

    ckanext-harvest (1.6.3) marks as finished a run that it aborts, but gives a time of its end only to one that came to
    it. A run that had not begun when its source was deleted is marked as aborted.
    """
    return run["status"] == "Aborted" or (run["status"] == "Finished" and not run["finished"])


def counts(run: dict[str, Any]) -> list[tuple[str, str]]:
    """Return pairs (words, number as the reader's language writes it) of what a run did to datasets."""
    labels = (tk._("Taken up"), tk._("Changed"), tk._("Taken away"), tk._("Unchanged"), tk._("Errors"))
    found = run.get("stats") or {}
    numbers = (tk.h.localised_number(int(found.get(name) or 0)) for name in COUNTS)
    return [(str(label), str(number)) for label, number in zip(labels, numbers, strict=True)]


def status(source: dict[str, Any]) -> dict[str, Any]:
    """Return where a source of a list stands, which the index of search does not hold: `total_datasets`, `last_job`."""
    context: Context = {"user": tk.current_user.name, "model": model, "session": model.Session}
    found: dict[str, Any] = tk.get_action("harvest_source_show_status")(context, {"id": source["id"]})
    return found


def pages_of_sources(found: Page, words: str) -> paging.Pages:
    """Return the links below the list of sources found for some words."""
    asked = {"q": words} if words else {}
    return paging.pages(
        found.item_count,
        found.items_per_page,
        found.page,
        lambda number: tk.url_for("harvest.search", page=number, **asked),
    )


def datasets(source: dict[str, Any]) -> dict[str, Any]:
    """Return a page of the datasets that a source brought: `count`, `publications`, `pages`; the page is the address's.

    Only those that the visitor may see.
    """
    page = paging.page_number(tk.request.args.get("page"))
    query = {
        "fq": f'+harvest_source_id:"{source["id"]}"',
        "rows": PAGE_SIZE,
        "start": (page - 1) * PAGE_SIZE,
        "sort": "metadata_modified desc",
        "include_private": True,
    }
    found = tk.get_action("package_search")(Context(user=tk.current_user.name, for_view=True), query)
    pages = paging.pages(
        found["count"], PAGE_SIZE, page, lambda number: tk.url_for("harvest.read", id=source["name"], page=number)
    )
    return {"count": found["count"], "publications": [publication(each) for each in found["results"]], "pages": pages}


def runs(source: dict[str, Any]) -> dict[str, Any]:
    """Return a page of the runs of a source, the newest first: `runs`, `pages`; the page is the address's."""
    found = model.Session.query(HarvestJob).filter_by(source_id=source["id"])
    total = found.count()
    page = min(paging.page_number(tk.request.args.get("page")), paging.last_page(total, PAGE_SIZE))
    newest = found.order_by(HarvestJob.created.desc()).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    pages = paging.pages(
        total, PAGE_SIZE, page, lambda number: tk.url_for("harvester.job_list", source=source["name"], page=number)
    )
    context: Any = {"model": model, "return_error_summary": False}
    return {"runs": [harvest_job_dictize(each, context) for each in newest], "pages": pages}


def report(run: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
    """Return a page of the report of a run: `total`, `lines` (see `datagouv_job_report`), `pages`."""
    page = paging.page_number(tk.request.args.get("page"))
    lines = tk.get_action("datagouv_job_report")(Context(user=tk.current_user.name), {"id": run["id"]})["lines"]
    page = min(page, paging.last_page(len(lines), LINES))
    pages = paging.pages(
        len(lines),
        LINES,
        page,
        lambda number: tk.url_for("harvester.job_show", source=source["name"], id=run["id"], page=number),
    )
    return {"total": len(lines), "lines": lines[(page - 1) * LINES : page * LINES], "pages": pages}
