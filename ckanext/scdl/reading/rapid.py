"""Large regular CSVs, read by polars: the very rows that Python's reader would give, or nothing.

A file is taken only if it is proven that both readers agree: every record has as many cells, no line end is odd, and
where there are quotes, writing the cells again gives the file's own bytes. The text stays as bytes and its rows are
made when they are asked for, so that a million rows do not become seventeen million Python strings.
"""

from __future__ import annotations

import io
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar, overload

from ckanext.scdl import progress
from ckanext.scdl.reading import limits
from ckanext.scdl.reading.table import Places

if TYPE_CHECKING:
    import polars as pl

Part = TypeVar("Part", "pl.Series", "pl.DataFrame")

# Under this size, importing polars (0.3 s) costs more than it saves.
ENOUGH_BYTES = 500_000
CHUNK_BYTES = 6 * 1024 * 1024
# Frames of larger files are read again when they are needed, and are smaller.
KEPT_BYTES = 48 * 1024 * 1024
SMALL_CHUNK_BYTES = 2 * 1024 * 1024
# Encodings in which a line feed is one byte that means nothing else.
ENCODINGS = frozenset({"utf-8", "utf-8-sig", "cp1252", "latin-1", "mac-roman"})
BATCH = 4096
# A column's values are kept when each stands in that many rows.
REPEATED = 6


@dataclass(frozen=True)
class Chunk:
    """A run of whole records: where its bytes are, and the row that it starts with."""

    first: int
    rows: int
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """A run of rows.

    Attributes:
        first: the index of its first row.
        frame: the rows.
        repeated: the distinct values of the columns that have few.
    """

    first: int
    frame: pl.DataFrame
    repeated: Mapping[int, pl.Series]

    def values(self, index: int) -> pl.Series:
        """Return a column's values, each once if they are often the same."""
        return self.repeated[index] if index in self.repeated else self.frame.to_series(index)

    def holding(self, sieves: Mapping[int, str]) -> list[int]:
        """Return the columns in which a sieve finds something."""
        return [index for index, sieve in sieves.items() if self.values(index).str.contains(sieve).any()]


@dataclass(frozen=True)
class TextRows(Sequence[Sequence[str]]):
    """Rows of equal width over a CSV's bytes; a slice is a view.

    Attributes:
        low: the first row of the view, among the file's records.
        high: the row after the last.
    """

    data: bytes
    encoding: str
    delimiter: str
    width: int
    chunks: tuple[Chunk, ...]
    low: int
    high: int
    kept: dict[int, Any] = field(default_factory=dict, compare=False, repr=False)
    known: dict[tuple[int, int], dict[int, Any]] = field(default_factory=dict, compare=False, repr=False)

    def __len__(self) -> int:
        return self.high - self.low

    @overload
    def __getitem__(self, index: int) -> Sequence[str]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Sequence[str]]: ...
    def __getitem__(self, index: int | slice) -> Sequence[str] | Sequence[Sequence[str]]:
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            if step != 1:
                return [self[each] for each in range(start, stop, step)]
            return replace(self, low=self.low + start, high=self.low + stop) if start < stop else []
        place = range(self.low, self.high)[index]
        number = bisect_right(self.chunks, place, key=lambda chunk: chunk.first) - 1
        return list(self._frame(number).row(place - self.chunks[number].first))

    def __iter__(self) -> Iterator[Sequence[str]]:
        for _, frame in self.frames():
            for batch in frame.iter_slices(BATCH):
                yield from map(list, batch.rows())

    def column(self, index: int) -> Iterator[str]:
        """Yield the cells of one column, without making the rows: ten times quicker than going through them."""
        for _, cells in self._cells(index):
            yield from cells.to_list()

    def distinct(self, index: int) -> set[str]:
        """Return the values of a column."""
        if len(self.data) > KEPT_BYTES:
            return {value for _, cells in self._cells(index) for value in cells.unique().to_list()}
        return {value for piece in self.pieces() for value in piece.values(index).unique().to_list()}

    def find(self, index: int, values: Collection[str]) -> Iterator[tuple[int, str]]:
        """Yield the cells of a column that hold one of some values, each with its row's index."""
        for first, cells in self._cells(index):
            mask = cells.is_in(list(values))
            for place, value in zip(mask.arg_true().to_list(), cells.filter(mask).to_list(), strict=True):
                yield first + place, value

    def survey(self, sieves: Mapping[int, str]) -> Places:
        """Return the values that a sieve finds something in; see ``Table.survey``."""
        found: Places = {index: {} for index in sieves}
        for piece in self.pieces():
            for index in piece.holding(sieves):
                cells = piece.frame.to_series(index)
                mask = cells.str.contains(sieves[index])
                for place, value in zip(mask.arg_true().to_list(), cells.filter(mask).to_list(), strict=True):
                    found[index].setdefault(value, []).append(piece.first + place)
        return found

    def pick(self, index: int, rows: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Yield the cells of one column in some rows, each with its row's index; rows must be in order."""
        for (first, cells), wanted in _shared(self._cells(index), rows):
            yield from zip((first + place for place in wanted), cells.gather(wanted).to_list(), strict=True)

    def take(self, indexes: Sequence[int]) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield some rows, each with its index; indexes must be in order."""
        for (first, frame), wanted in _shared(self.frames(), indexes):
            for begin in range(0, len(wanted), BATCH):
                part = wanted[begin : begin + BATCH]
                for place, cells in zip(part, frame[part].rows(), strict=True):
                    yield first + place, list(cells)

    def frames(self) -> Iterator[tuple[int, pl.DataFrame]]:
        """Yield the rows as frames of text, each with the index of its first row."""
        for number, low, high in self._runs():
            yield low - self.low, self._frame(number).slice(low - self.chunks[number].first, high - low)

    def pieces(self) -> Iterator[Piece]:
        """Yield the frames with their columns' values, which are sought once."""
        for number, low, high in self._runs():
            frame = self._frame(number).slice(low - self.chunks[number].first, high - low)
            if (low, high) not in self.known:
                if len(self.data) > KEPT_BYTES:
                    self.known.clear()
                self.known[low, high] = _repeated(frame)
            yield Piece(low - self.low, frame, self.known[low, high])

    def _runs(self) -> Iterator[tuple[int, int, int]]:
        """The chunks that the view sees: number, first row and the row after the last."""
        for number, chunk in enumerate(self.chunks):
            low, high = max(self.low, chunk.first), min(self.high, chunk.first + chunk.rows)
            if low < high:
                yield number, low, high

    def _cells(self, index: int) -> Iterator[tuple[int, pl.Series]]:
        """Yield one column by chunks, each with the index of its first row; a large file is parsed for it alone."""
        for number, low, high in self._runs():
            kept = self.kept.get(number)
            cells = self._parsed(number, (index,)).to_series() if kept is None else kept.to_series(index)
            yield low - self.low, cells.slice(low - self.chunks[number].first, high - low)

    def _frame(self, number: int) -> pl.DataFrame:
        if number not in self.kept:
            if len(self.data) > KEPT_BYTES:
                self.kept.clear()
            self.kept[number] = self._parsed(number)
        frame: pl.DataFrame = self.kept[number]
        return frame

    def _parsed(self, number: int, columns: Sequence[int] | None = None) -> pl.DataFrame:
        chunk = self.chunks[number]
        raw = _as_utf8(self.data[chunk.start : chunk.end], self.encoding)
        return _parse(raw, self.delimiter, columns).fill_null("")


def read(data: bytes, encoding: str, delimiter: str) -> TextRows | None:
    """Return a CSV's records, or None when Python's reader has to read it.

    Args:
        data: the file, known to be text in that encoding.
        encoding: Python's name of it.
        delimiter: one character.
    """
    if len(data) < ENOUGH_BYTES or encoding not in ENCODINGS or not delimiter.isascii() or delimiter in '"\r\n':
        return None
    if data.count(delimiter.encode(), 0, data.find(b"\n") + 1 or len(data)) >= limits.COLUMNS:
        return None
    start = 3 if encoding == "utf-8-sig" else 0
    kept: dict[int, Any] = {}
    chunks: list[Chunk] = []
    width, rows = 0, 0
    while start < len(data):
        end = _end(data, start)
        frame = _proven(data[start:end], encoding, delimiter) if end - start <= limits.LINE_CHARACTERS else None
        if frame is None or frame.width < 2 or (width and frame.width != width):
            return None
        width = frame.width
        if len(data) <= KEPT_BYTES:
            kept[len(chunks)] = frame.fill_null("")
        chunks.append(Chunk(rows, frame.height, start, end))
        start, rows = end, rows + frame.height
        progress.told(progress.READING, rows, rows * len(data) // end)
    if rows * width > limits.CELLS:
        return None
    return TextRows(data, encoding, delimiter, width, tuple(chunks), 0, rows, kept)


def _shared(parts: Iterable[tuple[int, Part]], rows: Sequence[int]) -> Iterator[tuple[tuple[int, Part], list[int]]]:
    """Yield the parts that hold some rows, each with the places of these rows in it."""
    start = 0
    for first, part in parts:
        stop = bisect_left(rows, first + len(part), start)
        if stop > start:
            yield (first, part), [row - first for row in rows[start:stop]]
        start = stop


def _repeated(frame: pl.DataFrame) -> dict[int, pl.Series]:
    """The values of the columns that say the same things many times over; polars looks at several at a time."""
    import polars as pl

    lists = frame.select(pl.all().unique().implode())
    distinct = {index: values[0] for index, values in enumerate(lists.iter_columns())}
    return {index: values for index, values in distinct.items() if len(values) * REPEATED <= frame.height}


def _end(data: bytes, start: int) -> int:
    """The end of a chunk: a line's end, outside of quotes."""
    end = start + (CHUNK_BYTES if len(data) <= KEPT_BYTES else SMALL_CHUNK_BYTES)
    quotes = data.count(b'"', start, min(end, len(data)))
    while end < len(data):
        line = data.find(b"\n", end) + 1 or len(data)
        quotes += data.count(b'"', end, line)
        end = line
        if quotes % 2 == 0:
            break
    return min(end, len(data))


def _proven(part: bytes, encoding: str, delimiter: str) -> pl.DataFrame | None:
    """Parse a chunk, if both readers read it alike; a blank cell is null."""
    import polars as pl

    raw = _as_utf8(part, encoding)
    lines = raw.count(b"\n") + (not raw.endswith(b"\n"))
    quoted = b'"' in raw
    if b"\r" in raw or raw.startswith(b"\n"):
        return None
    try:
        frame = _parse(raw, delimiter)
    except pl.exceptions.PolarsError:
        return None
    longest = max((each or 0 for each in frame.select(pl.all().str.len_bytes().max()).row(0)), default=0)
    if longest > limits.CELL_CHARACTERS or (quoted and b"\r" in part and frame.height != lines):
        return None
    if not quoted:
        # No record is longer than the first, or polars would have refused; so the total says that none is shorter.
        equal = frame.height == lines and raw.count(delimiter.encode()) == lines * (frame.width - 1)
    else:
        equal = _written(frame, delimiter) == (raw if raw.endswith(b"\n") else raw + b"\n")
    return frame if equal else None


def _as_utf8(part: bytes, encoding: str) -> bytes:
    raw = part if encoding.startswith("utf-8") else part.decode(encoding).encode()
    return raw.replace(b"\r\n", b"\n") if b"\r" in raw else raw


def _parse(raw: bytes, delimiter: str, columns: Sequence[int] | None = None) -> pl.DataFrame:
    import polars as pl

    return pl.read_csv(
        raw,
        columns=columns,
        has_header=False,
        infer_schema=False,
        separator=delimiter,
        quote_char='"' if b'"' in raw else None,
        extra_columns="raise",
    )


def _written(frame: pl.DataFrame, delimiter: str) -> bytes:
    out = io.BytesIO()
    frame.write_csv(out, include_header=False, separator=delimiter)
    return out.getvalue()
