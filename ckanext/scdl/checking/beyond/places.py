"""Coordinates that are not in France, or not in the commune that publishes.

The boxes of the territories are wide: they tell a slip of the pen or another unit, not a neighbour. Latitude and
longitude the other way round are told by ``doubts.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from ckanext.scdl.checking.beyond.amounts import read
from ckanext.scdl.checking.beyond.base import View
from ckanext.scdl.context import Bounds
from ckanext.scdl.report import Finding

# West, south, east, north.
FRANCE = (
    Bounds(-5.5, 41.0, 10.0, 51.5),  # metropolitan France
    Bounds(-63.3, 14.2, -60.7, 18.3),  # Guadeloupe, Martinique, Saint-Martin, Saint-Barthélemy
    Bounds(-54.7, 2.0, -51.4, 6.0),  # Guyane
    Bounds(55.0, -21.5, 56.0, -20.7),  # La Réunion
    Bounds(44.9, -13.1, 45.4, -12.5),  # Mayotte
    Bounds(-56.6, 46.6, -56.0, 47.2),  # Saint-Pierre-et-Miquelon
    Bounds(163.0, -23.0, 172.3, -19.0),  # Nouvelle-Calédonie
    Bounds(-155.0, -28.0, -134.0, -7.0),  # Polynésie française
    Bounds(-178.5, -14.6, -175.9, -13.0),  # Wallis-et-Futuna
)
# About five kilometres: what a commune runs may stand next door.
MARGIN = 0.05
# Fewer addresses say little of where a territory ends.
ENOUGH_POINTS = 10


class Places:
    """Said for each cell: the latitude's, or the point's."""

    codes: ClassVar[tuple[str, ...]] = ("outside-france", "outside-commune")

    def find(self, view: View) -> Iterator[Finding]:
        """See the protocol."""
        for names in view.senses.coordinates:
            if view.has(*names):
                judged: dict[tuple[str, ...], Finding | None] = {}
                for index, cells in enumerate(zip(*map(view.cells, names), strict=True)):
                    if cells not in judged:
                        judged[cells] = self._judged(view, cells)
                    found = judged[cells]
                    if found:
                        yield view.at(found, index, names[0], cells[0])

    def _judged(self, view: View, cells: Sequence[str]) -> Finding | None:
        point = read_point(cells)
        if point is None or is_swapped(*point):
            return None
        if not any(each.holds(*point) for each in FRANCE):
            return Finding("outside-france")
        bounds = view.context.bounds
        if view.senses.in_commune and bounds and not bounds.holds(*point, margin=MARGIN):
            return Finding("outside-commune", params={"name": view.context.name or ""})
        return None


def read_point(cells: Sequence[str]) -> tuple[float, float] | None:
    """Return longitude and latitude from a latitude and a longitude, or from a point written longitude first."""
    if len(cells) == 1:
        numbers = [read(each) for each in cells[0].strip(" []").split(",")]
    else:
        numbers = [read(each) for each in reversed(cells)]
    if len(numbers) != 2 or numbers[0] is None or numbers[1] is None:
        return None
    return numbers[0], numbers[1]


def box_of(points: Iterable[tuple[float, float]]) -> Bounds | None:
    """Return the box of a commune's addresses, None when too few are known.

    Points outside France are slips; what is built stands near an address, so that the box, with its ``MARGIN``, holds
    what a commune runs.
    """
    held = [point for point in points if any(each.holds(*point) for each in FRANCE)]
    if len(held) < ENOUGH_POINTS:
        return None
    longitudes, latitudes = zip(*held, strict=True)
    return Bounds(min(longitudes), min(latitudes), max(longitudes), max(latitudes))


def is_swapped(longitude: float, latitude: float) -> bool:
    """Whether a point is in metropolitan France the other way round only."""
    return not FRANCE[0].holds(longitude, latitude) and FRANCE[0].holds(latitude, longitude)
