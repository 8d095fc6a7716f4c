"""Values that must not come twice: rows that share one, of which the first is right and the others wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from ckanext.scdl.checking.uniqueness import hashable
from ckanext.scdl.checking.vectorised.columns import Column


class Key:
    """The cells of some columns over the whole table, kept as one hash a row.

    Two keys with one hash make two rows doubtful, which costs a look at them and changes nothing.
    """

    def __init__(self, columns: Sequence[Column], *, blank_is_doubtful: bool) -> None:
        self._columns = [_Values(column) for column in columns]
        self._blank_is_doubtful = blank_is_doubtful
        self._hashes: list[pl.Series] = []
        self._blanks: list[pl.Series] = []

    def add(self, cells: pl.DataFrame) -> None:
        """Take the next rows."""
        values = pl.DataFrame([each.of(cells) for each in self._columns])
        self._blanks.append(values.select(pl.all_horizontal(pl.all().is_null())).to_series())
        self._hashes.append(values.hash_rows())

    def doubtful(self) -> pl.Series:
        """Tell the rows whose key is another's too, and the blank ones when they may not be."""
        blank, hashes = pl.concat(self._blanks), pl.concat(self._hashes)
        repeated = shared(hashes)
        return repeated | blank if self._blank_is_doubtful else repeated & ~blank


def shared(hashes: pl.Series) -> pl.Series:
    """Tell the rows whose hash is another's too; sorting takes a fraction of the memory of a table of hashes."""
    ordered = hashes.sort()
    twice = ordered.filter(ordered == ordered.shift(1)).unique()
    return hashes.is_in(twice.implode()) if len(twice) else pl.repeat(value=False, n=len(hashes), eager=True)


class _Values:
    """A column's values, so that equal values are equal and blanks are null."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self._numbers: dict[Any, int] = {}

    def of(self, cells: pl.DataFrame) -> pl.Series:
        column = self._column
        texts = cells[column.name]
        if (column.field.type, column.field.format) == ("string", "default"):
            return texts.set(column.blank(texts), None)
        known = {text: self._number(text) for text in texts.unique().to_list()}
        return pl.Series(column.name, [known[text] for text in texts.to_list()], pl.Int64)

    def _number(self, text: str) -> int | None:
        value, _ = self._column.judge.read(self._column.index, text)
        return None if value is None else self._numbers.setdefault(hashable(value), len(self._numbers))
