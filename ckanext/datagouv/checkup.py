"""The feed of an organisation as data.gouv.fr will read it: the simulator on the very pages that are served."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context
from rdflib import Graph

from ckanext.datagouv import advice, feeds
from ckanext.datagouv.rdf import HYDRA
from ckanext.datagouv.roundtrip import shown
from ckanext.datagouv.simulator import CRITERIA, Circumstances, DatasetForecast, Held, Schema, simulate
from ckanext.scdl import registry

# Said by the criterion «territory» already, and true of every dataset that names a place.
UNSAID = "place-without-outline"
Shown = dict[str, Any]


def check(organization: dict[str, Any], held: Mapping[str, Held]) -> Shown:
    """Return what data.gouv.fr will make of an organisation's feed, in words.

    Args:
        organization: as `organization_show` gives it.
        held: what data.gouv.fr holds of it already, by identifier.
    """
    feed = feeds.organization_feed(organization)
    forecast = simulate(pages(feed), Circumstances(schemas=schemas(), held=held))
    datasets = [_dataset(each) for each in forecast.datasets]
    states = [each["state"] for each in datasets]
    there = shown.presences(organization["id"])
    for each in datasets:
        each["presence"] = there.get(each["id"])
    return {
        "organization": {key: organization[key] for key in ("id", "name", "title")},
        "feed": f"{feed.page}/catalog.xml",
        "counts": {state: states.count(state) for state in ("whole", "partly", "lost")},
        "source": shown.source(organization["id"]),
        "score": _mean([each["score"] for each in datasets if each["state"] != "lost"]),
        "datasets": datasets,
        "leaving": [_leaving(each) for each in forecast.leaving],
    }


def pages(feed: feeds.Feed) -> Iterator[Graph]:
    """Yield the pages of a feed as a crawler gets them, one after the other."""
    arguments: dict[str, str] | None = {}
    while arguments is not None:
        text = feeds.write_page(feed, feeds.start(arguments), "ttl")
        graph = Graph().parse(data=text, format="turtle")
        yield graph
        following = next(graph.objects(None, HYDRA.next), None)
        arguments = dict(parse_qsl(urlsplit(str(following)).query)) if following else None


@cache
def schemas() -> dict[str, Schema]:
    """Return the table models that data.gouv.fr knows, by address, from the shipped catalogue."""
    found = {each.url: Schema(each.name) for each in registry.entries()}
    return found | {
        version.url: Schema(each.name, version.version) for each in registry.entries() for version in each.versions
    }


def _dataset(forecast: DatasetForecast) -> Shown:
    package = model.Package.get(forecast.identifier)
    name = package.name if package else forecast.identifier
    findings = [finding for finding in forecast.findings if finding.code != UNSAID]
    said = [{**finding.to_dict(), **advice.of(finding)._asdict()} for finding in findings]
    left_out = _left_out(forecast.identifier)
    fulfilled = [each for each in CRITERIA if forecast.quality.get(each)]
    return {
        "id": forecast.identifier,
        "name": name,
        "title": forecast.title or name,
        "url": tk.url_for("dataset.read", id=name, qualified=True),
        "edit_url": tk.url_for("dataset.edit", id=name, qualified=True),
        "state": "lost" if not forecast.taken else "partly" if said or left_out else "whole",
        "findings": said,
        "left_out": left_out,
        "files": [{"title": file.title, "url": file.url} for file in forecast.files],
        "criteria": [_criterion(each, done=each in fulfilled) for each in CRITERIA] if forecast.taken else [],
        "score": len(fulfilled),
    }


def _criterion(name: str, *, done: bool) -> Shown:
    label, todo = advice.criterion(name)
    return {"name": name, "label": label, "done": done, "todo": "" if done else todo}


def _left_out(identifier: str) -> list[Shown]:
    """Return what the feed itself leaves out of a dataset, each with the name of its file."""
    found: list[Shown] = tk.get_action("datagouv_left_out")(Context(user="", auth_user_obj=None), {"id": identifier})
    for each in found:
        resource = model.Resource.get(each["resource"]) if each["resource"] else None
        each["file"] = (resource.name or resource.url) if resource else ""
    return found


def _leaving(forecast: DatasetForecast) -> Shown:
    what, todo = advice.of(forecast.findings[0])
    return {"id": forecast.identifier, "title": forecast.title or forecast.identifier, "what": what, "todo": todo}


def _mean(scores: list[int]) -> float | None:
    return round(sum(scores) / len(scores), 1) if scores else None
