"""The search page: from the words of an address to a query, and from its answer to what the page shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

PAGE_SIZE = 20
FACET_SIZE = 10
FILTERS = ("organization", "theme", "vocab_schema", "res_format", "license_id")
HIDDEN_FILTERS = ("tags", "groups")  # addresses of CKAN's own pages keep working; no list is shown for them
SORTS = {"recent": "metadata_modified desc", "title": "title_string asc"}

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Search:
    """What a visitor asks for, as the address says it.

    Attributes:
        q: words.
        filters: pairs (field, value), in the order of the address.
        sort: key of `SORTS`, or empty: by relevance with words, the newest first without.
        page: from 1.
    """

    q: str = ""
    filters: Pairs = ()
    sort: str = ""
    page: int = 1

    def query(self) -> dict[str, Any]:
        """Return the parameters of CKAN's ``package_search``."""
        order = SORTS["recent"] if not self.q else "score desc, metadata_modified desc"
        chosen = (f'+{field}:"{quoted(value)}"' for field, value in self.filters)
        return {
            "q": self.q or "*:*",
            "fq": " ".join(["+dataset_type:dataset", *chosen]),
            "facet.field": list(FILTERS),
            "facet.limit": FACET_SIZE,
            "rows": PAGE_SIZE,
            "start": (self.page - 1) * PAGE_SIZE,
            "sort": SORTS.get(self.sort, order),
            "include_private": True,
        }

    def parameters(self, *, page: int = 1, filters: Pairs | None = None) -> str:
        """Return the address's query string of the same search, at another page or with other filters."""
        chosen = self.filters if filters is None else filters
        pairs = [("q", self.q), *chosen, ("sort", self.sort), ("page", str(page) if page > 1 else "")]
        return urlencode([(name, value) for name, value in pairs if value])

    def toggled(self, field: str, value: str) -> str:
        """Return the query string with one filter more, or without it when it is on."""
        pair = (field, value)
        rest = tuple(each for each in self.filters if each != pair)
        return self.parameters(filters=rest if pair in self.filters else (*self.filters, pair))


@dataclass(frozen=True)
class FacetItem:
    """One value to filter by: its words, how many datasets, the query string that turns it on or off."""

    label: str
    count: int
    parameters: str
    active: bool


@dataclass(frozen=True)
class Facet:
    """A list of values of one field."""

    field: str
    title: str
    items: tuple[FacetItem, ...]


def quoted(value: str) -> str:
    r"""Escape a value for a Lucene phrase: only ``\`` and ``"`` mean something inside."""
    return value.replace("\\", "\\\\").replace('"', '\\"')


def read(arguments: Iterable[tuple[str, str]], page: int) -> Search:
    """Read a search from the pairs of an address; what is unknown or empty is left out."""
    pairs = [(name, value.strip()) for name, value in arguments if value.strip()]
    known = {*FILTERS, *HIDDEN_FILTERS}
    single = dict(pairs)
    filters = tuple(dict.fromkeys(pair for pair in pairs if pair[0] in known))
    sort = single.get("sort", "")
    return Search(single.get("q", ""), filters, sort if sort in SORTS else "", page)


def facet(
    search: Search, field: str, title: str, counted: Iterable[Mapping[str, Any]], words: Mapping[str, str]
) -> Facet:
    """Build the list of a field from CKAN's ``search_facets`` items.

    Args:
        search: the present search.
        field: the field counted.
        title: its heading.
        counted: items with `name`, `display_name` and `count`, as ``package_search`` gives them.
        words: label of a value, for those whose `display_name` is a code.
    """
    rows = sorted(counted, key=lambda row: (-int(row["count"]), str(row["display_name"])))
    chosen = {value for name, value in search.filters if name == field}
    missing = chosen - {str(row["name"]) for row in rows}
    items = [(str(row["name"]), str(row["display_name"]), int(row["count"])) for row in rows]
    items += [(value, value, 0) for value in sorted(missing)]
    return Facet(
        field,
        title,
        tuple(
            FacetItem(words.get(name, shown), count, search.toggled(field, name), name in chosen)
            for name, shown, count in items
        ),
    )
