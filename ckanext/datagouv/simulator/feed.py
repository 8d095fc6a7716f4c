"""A whole feed: its pages in order, what data.gouv.fr holds already, and what leaves it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import Graph
from rdflib.namespace import RDF
from rdflib.term import Node

from ckanext.datagouv.rdf import DCAT, DCT
from ckanext.datagouv.simulator.circumstances import Circumstances, Held
from ckanext.datagouv.simulator.datasets import read_dataset
from ckanext.datagouv.simulator.findings import Finding
from ckanext.datagouv.simulator.forecast import DatasetForecast
from ckanext.datagouv.simulator.reading import Described


@dataclass(frozen=True)
class Forecast:
    """What becomes of a feed.

    Attributes:
        datasets: of the feed, in its order.
        leaving: those that data.gouv.fr holds and the feed has no longer: archived a week after they were last seen.
    """

    datasets: tuple[DatasetForecast, ...]
    leaving: tuple[DatasetForecast, ...]


def simulate(pages: Iterable[Graph], around: Circumstances) -> Forecast:
    """Foresee what data.gouv.fr will make of the pages of a feed."""
    seen: set[str] = set()
    datasets = []
    for page in pages:
        for node in _datasets(page):
            forecast = read_dataset(Described(page, node), around)
            _compare(forecast, around.held.get(forecast.identifier), seen)
            datasets.append(forecast)
    return Forecast(tuple(datasets), tuple(_leaving(seen, around)))


def _datasets(page: Graph) -> list[Node]:
    """Return the datasets of a page, without those that are only pointed at."""
    nodes = dict.fromkeys(node for kind in (DCAT.Dataset, DCAT.DatasetSeries) for node in page.subjects(RDF.type, kind))
    return [node for node in nodes if not _is_elsewhere(page, node)]


def _is_elsewhere(page: Graph, node: Node) -> bool:
    links = [predicate for _, predicate in page.subject_predicates(node)]
    return page.value(node, DCT.title) is None and len(links) == 1 and links[0] in (DCAT.servesDataset, DCT.hasPart)


def _compare(forecast: DatasetForecast, held: Held | None, seen: set[str]) -> None:
    """Note what a dataset's identifier and files meet: the feed's own, and those of data.gouv.fr."""
    if forecast.identifier in seen:
        forecast.note("identifier-twice", identifier=forecast.identifier)
    if forecast.identifier:
        seen.add(forecast.identifier)
    if held is None:
        return
    if not held.ours:
        forecast.note("identifier-taken", title=held.title)
        return
    for address in held.files:
        if address not in {file.url for file in forecast.files}:
            forecast.note("file-stays", address, address=address)


def _leaving(seen: set[str], around: Circumstances) -> Iterator[DatasetForecast]:
    for identifier, held in around.held.items():
        if held.ours and identifier not in seen:
            yield DatasetForecast(identifier, {"title": held.title}, findings=[Finding("dataset-leaves")])
