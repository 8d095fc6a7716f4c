"""Rows set aside on disk by slice, so that one pass over a file of any size is enough.

Slices share a few files, each small enough to be held in memory when its slices are written: four thousand open files,
or four thousand tables in memory, would be neither possible nor needed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import polars as pl

SLICE = "slice number"  # no file names a column so: the definitions would have to keep it
COMFORTABLE = 64 * 1024**2
MOST_FILES = 128
LENGTH = 8


class Spool:
    """Takes batches of rows with the number of their slice, and gives them back by shares of whole slices."""

    def __init__(self, folder: Path, size: int) -> None:
        """Begin in an empty folder; `size` is the expected number of bytes in all."""
        self._count = max(1, min(MOST_FILES, -(-size // COMFORTABLE)))
        self._paths = [folder / f"{number:03}" for number in range(self._count)]
        self._open = ExitStack()
        self._files = [self._open.enter_context(path.open("wb")) for path in self._paths]

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *exc: object) -> None:
        self._open.close()

    def add(self, rows: pl.DataFrame) -> None:
        """Set rows aside by their column `SLICE`."""
        place = pl.col(SLICE) % self._count
        for (number,), part in rows.with_columns(place.alias("file")).partition_by("file", as_dict=True).items():
            buffer = io.BytesIO()
            part.drop("file").write_ipc_stream(buffer, compression="lz4")
            content = buffer.getbuffer()
            self._files[int(number)].write(len(content).to_bytes(LENGTH, "little"))
            self._files[int(number)].write(content)

    def shares(self) -> Iterator[pl.DataFrame]:
        """Yield the rows again, in the order in which they came; all those of a slice are in one share."""
        self._open.close()
        for path in self._paths:
            parts = list(_parts(path))
            path.unlink()
            if parts:
                yield pl.concat(parts)


def _parts(path: Path) -> Iterator[pl.DataFrame]:
    with path.open("rb") as file:
        while length := file.read(LENGTH):
            yield pl.read_ipc_stream(io.BytesIO(file.read(int.from_bytes(length, "little"))))
