"""Bench of the feeds: one of 10,000 datasets read to its end, ours beside ckanext-dcat's own, in one run.

    python benchmarks/feeds/run.py [--sizes 1000,10000] [--stock-pages N]

Both are asked for through the whole portal (WSGI, no network) with 100 datasets a page: ours at `/catalog.xml`,
ckanext-dcat's at the same address with `profiles=euro_dcat_ap_3`, its default, which it answers itself.
Without `CKAN_INI` in the environment it starts a throw-away stack.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

AIM = 20
HERE = Path(__file__).parent
STOCK = "/catalog.xml?profiles=euro_dcat_ap_3"
# A dataset in RDF/XML as ours and as ckanext-dcat's feed has it.
DATASETS = ('rdf:resource="http://www.w3.org/ns/dcat#Dataset"', "<dcat:Dataset ")


@dataclass(frozen=True)
class Crawl:
    """What reading a feed gave: seconds of each page, how many datasets."""

    pages: list[float]
    datasets: int

    @property
    def page(self) -> float:
        """Seconds of an average page."""
        return statistics.mean(self.pages)

    def __str__(self) -> str:
        spread = f"first {self.pages[0] * 1000:.0f}, median {statistics.median(self.pages) * 1000:.0f}"
        return (
            f"{len(self.pages):>4} pages, {self.datasets:>6} datasets, {sum(self.pages):>8.2f} s;"
            f" ms a page: {spread}, last {self.pages[-1] * 1000:.0f}"
        )


def crawl(client: Any, address: str, most: int) -> Crawl:  # noqa: ANN401
    """Follow the pages of a feed as a harvester does."""
    pages, datasets = [], 0
    path: str | None = address
    while path and len(pages) < most:
        start = time.perf_counter()
        answer = client.get(path)
        text = answer.get_data(as_text=True)
        pages.append(time.perf_counter() - start)
        assert answer.status_code == 200, text[:500]
        datasets += sum(text.count(each) for each in DATASETS)
        path = next_link(text)
    return Crawl(pages, datasets)


def next_link(text: str) -> str | None:
    """Return the path of the next page of either feed: an address in ours, a text in ckanext-dcat's."""
    for before, after in (("<hydra:next rdf:resource=", "/>"), ("<hydra:nextPage>", "</hydra:nextPage>")):
        if before in text:
            address = text.partition(before)[2].partition(after)[0].strip('"').replace("&amp;", "&")
            return "/" + address.partition("://")[2].partition("/")[2]
    return None


def index(samples: int) -> None:
    """Have CKAN index what is not, since ckanext-dcat asks its search for each page."""
    from ckan.lib import search

    start = time.perf_counter()
    search.rebuild(only_missing=True, quiet=True)
    search.commit()
    print(f"  (CKAN's index: {time.perf_counter() - start:.0f} s for what was new among {samples})", flush=True)


def measure(client: Any, most: int) -> tuple[Crawl, Crawl]:  # noqa: ANN401
    """Read both feeds; ours is made ready first, as the scheduler does."""
    from ckanext.datagouv import store

    start = time.perf_counter()
    made = store.refresh()
    ready = time.perf_counter() - start
    start = time.perf_counter()
    assert store.refresh() == 0
    print(
        f"  made ready: {made} datasets, {ready:.1f} s; nothing to do: {time.perf_counter() - start:.2f} s", flush=True
    )
    client.get("/catalog.xml")
    client.get(STOCK)
    ours = crawl(client, "/catalog.xml", 10**6)
    print(f"  ours   {ours}", flush=True)
    stock = crawl(client, STOCK, most)
    print(f"  stock  {stock}", flush=True)
    return ours, stock


def on_a_stack(options: list[str]) -> int:
    """Run this script again on a throw-away PostgreSQL and Redis."""
    python = [sys.executable, "-W", "ignore"]
    stack = HERE.parents[1] / "tests" / "with_stack.py"
    return subprocess.run([*python, str(stack), *python, str(HERE / "run.py"), *options], check=False).returncode


def main(options: list[str]) -> int:
    """Fill, read, and print where the feeds stand against their aim."""
    if "CKAN_INI" not in os.environ:
        return on_a_stack(options)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000", help="numbers of datasets, growing")
    parser.add_argument("--stock-pages", type=int, default=10**6, help="stop ckanext-dcat's feed after so many pages")
    chosen = parser.parse_args(options)

    from ckan.cli import load_config
    from ckan.config.middleware import make_app
    from ckan.tests.helpers import CKANTestApp
    from portal import assert_copies_are_true, grow, make_samples

    app = make_app(load_config(os.environ["CKAN_INI"]))
    client = CKANTestApp(app).test_client(use_cookies=False)
    found: dict[int, tuple[Crawl, Crawl]] = {}
    with app._wsgi_app.test_request_context():
        samples = make_samples()
    for size in map(int, chosen.sizes.split(",")):
        with app._wsgi_app.test_request_context():
            grow(samples, size)
            assert_copies_are_true(samples)
            print(f"{size} datasets (load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors)")
            index(size)
            found[size] = measure(client, chosen.stock_pages)
    for size, (ours, stock) in found.items():
        ratio = stock.page / ours.page
        verdict = "met" if ratio >= AIM else "MISSED"
        print(
            f"{size:>6} datasets: a page {ours.page * 1000:.1f} ms, ckanext-dcat {stock.page * 1000:.0f} ms,", end=" "
        )
        print(f"{ratio:.0f} times faster (aim {AIM}: {verdict})")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
