"""The rows that may deserve one of the warnings of ``doubts.py``."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ckanext.scdl.checking import doubts
from ckanext.scdl.checking.vectorised.columns import is_one_of
from ckanext.scdl.checking.vectorised.keys import shared

# A text with a digit or with more letters than the longest of these words is none of them: most are not folded.
LONGEST_WORD = max(map(len, doubts.EMPTY_WORDS))
NO_EMPTY_WORD = rf"[0-9]|(?:[A-Za-z][^A-Za-z]*){{{LONGEST_WORD + 1}}}"
# Every word of NOT_NUMBERS has an N.
N = "[nN]"


class Oddities:
    """Follows a table's rows; those not told odd get no warning."""

    def __init__(self, kinds: Sequence[doubts.Doubt]) -> None:
        self._repeats = any(isinstance(kind, doubts.Duplicates) for kind in kinds)
        self._kinds = [kind for kind in kinds if not isinstance(kind, doubts.Duplicates)]
        self._hashes: list[pl.Series] = []

    def doubtful(self, cells: pl.DataFrame) -> pl.Series:
        """Take the next rows; tell the odd ones, repeated rows aside."""
        if self._repeats:
            self._hashes.append(cells.hash_rows())
        found = pl.repeat(value=False, n=cells.height, eager=True)
        for kind in self._kinds:
            mask = _mask(kind, cells)
            found = found if mask is None else found | mask
        return found

    def repeated(self) -> pl.Series | None:
        """Tell the rows that are there more than once."""
        return shared(pl.concat(self._hashes)) if self._hashes else None


def _mask(kind: doubts.Doubt, cells: pl.DataFrame) -> pl.Series | None:
    if isinstance(kind, doubts.EmptyWords):
        return _distinct(kind, [index for index, _ in kind.columns], cells, ~pl.all().str.contains(NO_EMPTY_WORD))
    if isinstance(kind, doubts.NotNumbers):
        return _distinct(kind, [index for index, _ in kind.columns], cells, pl.all().str.contains(N))
    if isinstance(kind, doubts.SwappedPoint):
        return _distinct(kind, [kind.column[0]], cells, pl.all() != "")
    if isinstance(kind, doubts.SwappedPair):
        return _swapped(kind, cells)
    return pl.repeat(value=True, n=cells.height, eager=True)


def _distinct(kind: doubts.Doubt, indexes: list[int], cells: pl.DataFrame, candidate: pl.Expr) -> pl.Series | None:
    """Ask the doubt itself about each distinct text that is a candidate."""
    found = None
    for index in indexes:
        texts = cells[str(index)]
        width = cells.width
        odd = [
            text
            for text in texts.filter(texts.to_frame().select(candidate).to_series()).unique().to_list()
            if any(True for _ in kind([text if place == index else "" for place in range(width)], 0))
        ]
        if odd:
            mask = is_one_of(texts, odd)
            found = mask if found is None else found | mask
    return found


def _swapped(kind: doubts.SwappedPair, cells: pl.DataFrame) -> pl.Series:
    """A number that polars does not read may be one that Python does."""
    masks = []
    for index, (low, high) in ((kind.latitude[0], doubts.LONGITUDES), (kind.longitude, doubts.LATITUDES)):
        texts = cells[str(index)]
        masks.append(texts.cast(pl.Float64, strict=False).is_between(low, high).fill_null(value=True) & (texts != ""))
    return masks[0] & masks[1]
