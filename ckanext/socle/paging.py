"""Page links of a long list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

REACH = 2  # links shown on each side of the present page


@dataclass(frozen=True)
class PageLink:
    """One link; without an address it is the present page, or a gap when it is not `current` either."""

    number: int
    url: str | None
    current: bool = False


@dataclass(frozen=True)
class Pages:
    """The links below a list.

    Attributes:
        current: number of the page shown, from 1.
        count: number of pages, 1 for an empty list.
        links: first, neighbours of the present one, last, with gaps between.
        previous: address of the page before, None on the first.
        next: address of the page after, None on the last.
    """

    current: int
    count: int
    links: tuple[PageLink, ...]
    previous: str | None
    next: str | None


def page_number(text: str | None) -> int:
    """Read the number of a page from an address; what is no number above zero is the first page."""
    return max(int(text), 1) if text and text.isascii() and text.isdigit() and len(text) < 9 else 1


def last_page(total: int, size: int) -> int:
    """Return the number of the last page of a list, 1 for an empty one."""
    return max(-(-total // size), 1)


def pages(total: int, size: int, current: int, url: Callable[[int], str]) -> Pages:
    """Work out the links of a list of `total` rows shown `size` at a time.

    Args:
        total: rows of the whole list.
        size: rows of a page.
        current: page asked for; beyond the last it counts as the last.
        url: gives the address of a page by its number.
    """
    count = last_page(total, size)
    current = min(current, count)
    shown = sorted({1, count, *range(max(current - REACH, 1), min(current + REACH, count) + 1)})
    links: list[PageLink] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            links.append(PageLink(before + 1, None))
        links.append(PageLink(number, None if number == current else url(number), number == current))
    before_url = url(current - 1) if current > 1 else None
    return Pages(current, count, tuple(links), before_url, url(current + 1) if current < count else None)
