"""The animator's grid: bodies of a territory × what is asked of them. No database here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ckanext.territories.french import fold

# What a row can be filtered by, besides its name and its group; the first seven are states of its cells.
STATES = ("late", "to-correct", "awaiting", "draft", "to-publish", "published", "nil")
NEVER, NO_ADDRESS = "never", "no-address"
FILTERS = (*STATES, NEVER, NO_ADDRESS)
SORTS = ("name", "group", "late", "last", "contact")
# What is worth doing first; three of those that have somebody behind are shown.
URGENT = ("awaiting", "to-correct", "late", NO_ADDRESS, NEVER, "draft")
TODAY = 3
# Rows of a page: what is looked for, ordered and counted is the whole territory.
PAGE_SIZE = 50

Cell = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One body.

    Attributes:
        group: title of the intercommunality above it, empty without one.
        address: its official address, empty when unknown.
        cells: what is asked, by the name of the rule.
        contact: day of the last message to it (ISO), empty for none.
        asked: day of the last one that asked it to come or to publish.
        drafts: day of the last one about a draft prepared for it, by the name of its data.
    """

    id: str
    name: str
    title: str
    insee_code: str
    siren: str
    group: str
    address: str
    cells: Mapping[str, Cell]
    contact: str = ""
    asked: str = ""
    drafts: Mapping[str, str] = field(default_factory=dict)

    @property
    def late(self) -> int:
        """How many obligations are late."""
        return sum(bool(cell["late"]) for cell in self.cells.values())

    @property
    def last(self) -> str:
        """Day of the last publication (ISO), empty for none."""
        return max((cell["published"] or "" for cell in self.cells.values()), default="")

    def matches(self, wanted: str) -> bool:
        """Whether the row has what a filter looks for."""
        if wanted == NEVER:
            return not self.last
        if wanted == NO_ADDRESS:
            return not self.address
        if wanted == "late":
            return bool(self.late)
        return any(cell["state"] == wanted for cell in self.cells.values())


@dataclass(frozen=True)
class Asked:
    """What the animator wants to see; what is unknown counts for nothing."""

    q: str = ""
    group: str = ""
    state: str = ""
    sort: str = "name"


def read(values: Mapping[str, str]) -> Asked:
    """Read the filters of an address."""
    state, sort = values.get("state", ""), values.get("sort", "")
    return Asked(
        q=values.get("q", "").strip(),
        group=values.get("group", ""),
        state=state if state in FILTERS else "",
        sort=sort if sort in SORTS else "name",
    )


def chosen(rows: Iterable[Row], asked: Asked) -> list[Row]:
    """Return the rows that the filters keep, in order."""
    words = fold(asked.q).split()
    kept = [
        row
        for row in rows
        if (not asked.group or row.group == asked.group)
        and (not asked.state or row.matches(asked.state))
        and _named(row, words)
    ]
    return sorted(kept, key=lambda row: (_rank(row, asked.sort), fold(row.title)))


def page_of(rows: list[Row], number: int) -> list[Row]:
    """Return the rows of a page, from 1."""
    return rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]


def today(rows: Sequence[Row]) -> list[tuple[str, int]]:
    """Return the three things to do today: a filter, and how many bodies it finds."""
    counted = Counter(each for row in rows for each in URGENT if row.matches(each))
    return [(each, counted[each]) for each in URGENT if counted[each]][:TODAY]


def groups(rows: Iterable[Row]) -> list[str]:
    """Return the intercommunalities of the rows, by name."""
    return sorted({row.group for row in rows if row.group}, key=fold)


def _named(row: Row, words: list[str]) -> bool:
    known = f"{fold(row.title)} {row.insee_code} {row.siren}".casefold().split()
    return all(any(each.startswith(word.casefold()) for each in known) for word in words)


def _rank(row: Row, sort: str) -> str | int:
    ranks: dict[str, str | int] = {
        "name": "",
        "group": fold(row.group) or "~",
        "late": -row.late,
        "last": row.last,
        "contact": row.contact,
    }
    return ranks[sort]
