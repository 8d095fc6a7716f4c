"""What the first run of a source would do: the first datasets of its selection, where each would go, or why not."""

from __future__ import annotations

import time
from typing import Any

import ckan.model as model
from ckanext.socle.harvesters.datagouv import deciding, entries, gathering, mapping, portal, records
from ckanext.socle.harvesters.datagouv.api import GONE, Catalogue
from ckanext.socle.harvesters.datagouv.deciding import Circumstances
from ckanext.socle.harvesters.datagouv.entries import Entry
from ckanext.socle.harvesters.datagouv.identifiers import package_id
from ckanext.socle.harvesters.datagouv.ownership import Body
from ckanext.socle.harvesters.datagouv.problems import Problem
from ckanext.socle.harvesters.datagouv.words import say

from ckanext.scdl import web

SHOWN = 20
PATIENCE = 40.0  # seconds after which the preview is what was found so far
CREATE, UPDATE, RESTORE, UNCHANGED, REFUSE = "create", "update", "restore", "unchanged", "refuse"


def preview(around: Circumstances, catalogue: Catalogue) -> dict[str, Any]:
    """Return what a run would begin with.

    Args:
        around: what decisions depend on.
        catalogue: to ask.

    Returns:
        `total` (datasets that the lists announce, as far as they were read), `problems` (sentences) and `datasets`:
        id, title, page, decision, organization (name and title, or null), why (or null), resources (count), unknown.

    Raises:
        HarvestingError: the settings ask for too much.
        WebError: the catalogue cannot be had.
    """
    end = time.monotonic() + PATIENCE
    crawl, problems = gathering.crawl_selection(around.settings, catalogue, SHOWN)
    producers = set(gathering.excluded_ids(around.settings, catalogue))
    known = records.last(around.source_id) if around.source_id else {}
    rows = []
    for entry in list(crawl.entries.values())[:SHOWN]:
        if gathering.left_out(entry, around.settings, producers):
            rows.append(_row(entry, REFUSE, why=Problem("excluded")))
        elif time.monotonic() < end:
            rows.append(_look(entry, around, catalogue, known))
    return {"total": crawl.total, "problems": [say(each) for each in problems], "datasets": rows}


def _look(
    entry: Entry, around: Circumstances, catalogue: Catalogue, known: dict[str, records.Memory]
) -> dict[str, Any]:
    try:
        dataset = catalogue.dataset(entry.id, entry.resources)
    except web.HttpStatus as error:
        if error.status not in GONE:
            raise
        return _row(entry, REFUSE, why=Problem("gone-hidden"))
    if entries.retired(dataset):
        return _row(entry, REFUSE, why=Problem("gone-hidden"))
    found = deciding.receiver(dataset, around, catalogue)
    if not isinstance(found, Body):
        return _row(entry, REFUSE, why=found)
    mapped = mapping.map_dataset(dataset, around.fields)
    before = known.get(entry.id)
    same = before is not None and before.fingerprint == entry.fingerprint(around.settings.digest())
    decision = _decision(entry.id, same=same)
    return _row(entry, decision, found) | {
        "resources": len(mapped.package["resources"]),
        "unknown": mapped.audit.to_dict(),
    }


def _decision(dataset: str, *, same: bool) -> str:
    package = model.Package.get(package_id(dataset))
    if package is None:
        return CREATE
    if package.state != "active":
        return RESTORE
    return UNCHANGED if same else UPDATE


def _row(entry: Entry, decision: str, owner: Body | None = None, why: Problem | None = None) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "page": entry.page,
        "producer": entry.producer[2],
        "decision": decision,
        "organization": {"name": owner.name, "title": owner.title} if owner else None,
        "why": say(why) if why else None,
        "resources": entry.resources,
        "unknown": {},
    }


def unsaved(settings: Any, owner_org: str, responsible: str, catalogue: Catalogue) -> Circumstances:  # noqa: ANN401
    """Return the circumstances of a source that is not saved yet.

    Args:
        settings: checked.
        owner_org: identifier of its organisation to be.
        responsible: identifier of who asks, empty for the operator.
        catalogue: to ask.
    """
    directory = portal.directory(owner_org, responsible)
    return Circumstances(settings, directory, owner_org, "", portal.ourselves(), portal.fields(catalogue))
