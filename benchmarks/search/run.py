"""Bench of the PostgreSQL search: 5,000 organisations, 50,000 datasets, 1 and 8 clients.

    python benchmarks/search/run.py [--datasets N] [--organizations N] [--rounds N]

Prints median and 95th percentile of the time in the back end itself (the connection that CKAN takes for Solr's), for
the very parameters that CKAN sends for each page. Without `CKAN_INI` in the environment it starts a throw-away stack.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest import mock

AIM = 100.0
FACETS = ["organization", "groups", "tags", "res_format", "license_id"]
BATCH = 200
HERE = Path(__file__).parent


class Recorder:
    """Takes what CKAN sends to its search, in the place of the connection."""

    def __init__(self) -> None:
        self.documents: list[dict[str, Any]] = []
        self.searches: list[dict[str, Any]] = []

    def add(self, docs: list[dict[str, Any]], **_options: object) -> None:
        """Keep index documents."""
        self.documents.extend(docs)

    def search(self, **parameters: object) -> object:
        """Keep the parameters of a search and find nothing."""
        import pysolr

        self.searches.append(parameters)
        return pysolr.Results({})


@contextmanager
def recording(*, look_up: bool = False) -> Iterator[Recorder]:
    """Record what CKAN's own indexing and searching would send.

    Args:
        look_up: whether CKAN looks a dataset up in the database for its permission labels.
    """
    from ckan import model
    from ckan.lib.search import index, query

    recorder = Recorder()
    with (
        mock.patch.object(index, "make_connection", lambda **_options: recorder),
        mock.patch.object(query, "make_connection", lambda **_options: recorder),
        nullcontext() if look_up else mock.patch.object(model.Package, "get", lambda _id: None),
    ):
        yield recorder


def index_documents(datasets: int, organizations: int) -> Iterator[list[dict[str, Any]]]:
    """Yield batches of index documents, made by CKAN's own `PackageSearchIndex` without `package_create`."""
    from catalogue import datasets as made
    from catalogue import organizations as owners
    from catalogue import shown
    from ckan.lib.search.index import PackageSearchIndex

    indexer = PackageSearchIndex()
    with recording() as recorder:
        for number, (dataset, owner) in enumerate(made(datasets, owners(organizations))):
            indexer.index_package(shown(dataset, owner, number))
            # The dataset is not in the database, so CKAN gave it no label.
            recorder.documents[-1]["permission_labels"] = ["public"]
            if len(recorder.documents) == BATCH:
                yield recorder.documents
                recorder.documents = []
        yield recorder.documents


def searches(organizations: int) -> dict[str, dict[str, Any]]:
    """Return the parameters that CKAN sends for each page that is measured."""
    from catalogue import FREQUENT, RARE
    from catalogue import organizations as owners
    from ckan import model
    from ckan.plugins.toolkit import get_action

    commune = owners(organizations)[0]
    page = {"facet.field": FACETS, "rows": 20, "include_private": True, "fq": "+dataset_type:dataset"}
    asked = {
        "empty search, five facets": ("package_search", page),
        "frequent word (half of all)": ("package_search", {**page, "q": FREQUENT}),
        "rare word": ("package_search", {**page, "q": RARE}),
        "two words": ("package_search", {**page, "q": "budget associations"}),
        "one commune": ("package_search", {**page, "fq": f'+dataset_type:dataset organization:"{commune.name}"'}),
        "page of an organisation": ("package_search", {**page, "fq": f'owner_org:"{commune.id}"'}),
        "sorted by title": ("package_search", {**page, "sort": "title_string asc"}),
        "autocompletion": ("package_autocomplete", {"q": "cantine", "limit": 10}),
    }
    sent = {}
    for title, (action, data) in asked.items():
        with recording() as recorder:
            get_action(action)({"user": "", "auth_user_obj": None, "model": model}, dict(data))
        sent[title] = recorder.searches[0]
    return sent


def measure(parameters: dict[str, Any], rounds: int) -> list[float]:
    """Return the milliseconds of each round, after two that warm up."""
    from ckanext.pg_search.seam import make_connection

    connection = make_connection(decode_dates=False)
    times = []
    for number in range(rounds + 2):
        start = time.perf_counter()
        connection.search(**parameters)
        if number > 1:
            times.append((time.perf_counter() - start) * 1000)
    return times


def concurrent(parameters: dict[str, Any], clients: int, rounds: int) -> list[float]:
    """Return the milliseconds of each round of each client, all at once, each in a process of its own."""
    if clients == 1:
        return measure(parameters, rounds)
    with multiprocessing.get_context("fork").Pool(clients) as pool:
        return [t for times in pool.starmap(measure, [(parameters, rounds)] * clients) for t in times]


def load(datasets: int, organizations: int) -> None:
    """Fill the index and print what it took."""
    import sqlalchemy as sa

    from ckanext.pg_search.seam import make_connection

    connection = make_connection()
    made = written = 0.0
    last = time.perf_counter()
    for documents in index_documents(datasets, organizations):
        now = time.perf_counter()
        made += now - last
        connection.add(documents)
        last = time.perf_counter()
        written += last - now
    connection.commit()
    with connection.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as sql:
        sql.execute(sa.text("VACUUM ANALYZE pg_search_document"))
        sizes = sql.execute(
            sa.text(
                "SELECT pg_size_pretty(pg_relation_size('pg_search_document')),"
                " pg_size_pretty(pg_indexes_size('pg_search_document')),"
                " pg_size_pretty(pg_total_relation_size('pg_search_document'))"
            )
        ).one()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{datasets} datasets of {organizations} organisations")
    print(f"load: {made:.0f} s for CKAN to make the documents, {written:.0f} s to write them", end=" ")
    print(f"({datasets / written:.0f} a second); memory of the loading process {peak:.0f} MB")
    print(f"on disk: rows {sizes[0]}, indexes {sizes[1]}, with texts and documents {sizes[2]}")


def report(organizations: int, rounds: int) -> bool:
    """Measure and print each search; tell whether all meet the aim with one client."""
    met = True
    for clients in (1, 8):
        busy = os.getloadavg()[0]
        print(f"\n{clients} client{'s' if clients > 1 else ''}: milliseconds in the back end", end=" ")
        print(f"(load of the machine before: {busy:.1f} on {os.cpu_count()} processors)")
        print(f"  {'search':<30}{'median':>9}{'p95':>9}   aim: p95 under {AIM:.0f} ms with one client")
        for title, parameters in searches(organizations).items():
            times = sorted(concurrent(parameters, clients, rounds))
            p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
            verdict = "" if clients > 1 else ("met" if p95 < AIM else "MISSED")
            met = met and verdict != "MISSED"
            print(f"  {title:<30}{statistics.median(times):>9.1f}{p95:>9.1f}   {verdict}", flush=True)
    return met


def on_a_stack(options: list[str]) -> int:
    """Run this script again on a throw-away PostgreSQL and Redis."""
    python = [sys.executable, "-W", "ignore"]
    stack = HERE.parents[1] / "tests" / "with_stack.py"
    env = {**os.environ, "SOCLE_TEST_PLUGINS": "pg_search"}
    return subprocess.run(
        [*python, str(stack), *python, str(HERE / "run.py"), *options], env=env, check=False
    ).returncode


def main(options: list[str]) -> int:
    """Load, measure, and print where the search stands against its aim."""
    if "CKAN_INI" not in os.environ:
        return on_a_stack(options)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--datasets", type=int, default=50_000)
    parser.add_argument("--organizations", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--loaded", action="store_true", help="the index is already filled")
    chosen = parser.parse_args(options)

    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    app = make_app(load_config(os.environ["CKAN_INI"]))
    with app._wsgi_app.test_request_context():
        if not chosen.loaded:
            load(chosen.datasets, chosen.organizations)
        report(chosen.organizations, chosen.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
