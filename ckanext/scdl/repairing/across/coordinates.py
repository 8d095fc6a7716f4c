"""Latitude and longitude the other way round, where only one of the two orders is in France."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ckanext.scdl.checking.beyond.amounts import read
from ckanext.scdl.checking.beyond.places import is_swapped
from ckanext.scdl.repairing.across.base import Rows
from ckanext.scdl.repairing.proposal import Proposal

RULE = "swapped-coordinates"


class Swapped:
    """Both cells change, or none."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def find(self) -> Iterator[Proposal]:
        """See the protocol."""
        rows = self._rows
        for names in rows.senses.coordinates:
            if len(names) == 2 and rows.has(*names):
                latitude, longitude = names
                for index in sorted({*rows.told(latitude), *rows.told(longitude)}):
                    lat, lon = rows.cell(latitude, index), rows.cell(longitude, index)
                    if _are_swapped(lat, lon) and rows.is_right(latitude, lon) and rows.is_right(longitude, lat):
                        for name, after in ((latitude, lon), (longitude, lat)):
                            yield rows.replace(replace(rows.change(RULE, name, index, after), tidies=True))


def _are_swapped(latitude: str, longitude: str) -> bool:
    numbers = read(latitude), read(longitude)
    return numbers[0] is not None and numbers[1] is not None and is_swapped(numbers[1], numbers[0])
