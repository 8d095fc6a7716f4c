"""A national file as tables of texts, one batch after the other, whatever its size and form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import polars as pl
from ckanext.socle.harvesters.projection import opening, parsing
from ckanext.socle.harvesters.projection.chunks import chunks
from ckanext.socle.harvesters.projection.definition import PARQUET, Table
from ckanext.socle.harvesters.projection.parsing import Dialect
from ckanext.socle.harvesters.projection.problems import SourceError
from polars.exceptions import PolarsError

ROWS = 100_000
SHOWN = 10
LONGEST_HEADER = 1024 * 1024
BOM = b"\xef\xbb\xbf"


@dataclass
class Reading:
    """What was met while reading: lines that are no record, and records with bytes that are no text."""

    malformed: int = 0
    damaged: int = 0
    samples: list[str] = field(default_factory=list)

    def add(self, parsed: parsing.Parsed) -> pl.DataFrame:
        """Count, and return the sound records."""
        self.malformed += parsed.malformed
        self.damaged += parsed.damaged
        self.samples = (self.samples + parsed.samples)[: parsing.SAMPLES]
        return parsed.frame


@dataclass(frozen=True)
class Limits:
    """What bounds the reading: bytes of one file once unpacked, bytes read at a time."""

    unpacked: int = 100 * 1024**3
    piece: int = 16 * 1024**2


def batches(path: Path, table: Table, reading: Reading, limits: Limits = Limits()) -> Iterator[pl.DataFrame]:
    """Yield the rows of a file: the columns that are kept, then those of the key, all as texts without null.

    Args:
        path: of the download.
        table: how it is read.
        reading: is given the counts.
        limits: of this reading.

    Raises:
        SourceError: the file, or its columns, are not what the table says.
    """
    if table.source.form == PARQUET:
        yield from _parquet(path, table)
        return
    for name, stream in opening.streams(path, table.source):
        with opening.damage_named(name):
            for frame in _csv(name, stream, table, reading, limits):
                yield _chosen(frame, table)


def columns(path: Path, table: Table) -> list[str]:
    """Return the columns of a file, or of the first file of a zip.

    Raises:
        SourceError: as `batches`.
    """
    if table.source.form == PARQUET:
        return _schema(path)
    for name, stream in opening.streams(path, table.source):
        with opening.damage_named(name):
            return parsing.header(_utf8(stream.readline(LONGEST_HEADER), table), _dialect(table))
    return []


def check_columns(name: str, header: list[str], table: Table) -> None:
    """Refuse a file whose columns are not those that the table says.

    Raises:
        SourceError: columns are missing, repeated, or of nobody's knowledge.
    """
    if header and header[0].lstrip().lower().startswith(("<!doctype", "<html", "<?xml")):
        raise SourceError("source-html", file=name)
    if missing := table.missing(header):
        raise SourceError("source-missing", file=name, columns=_listed(missing), found=_listed(header))
    if unknown := table.unknown(header):
        raise SourceError("source-unknown", file=name, columns=_listed(unknown))
    if len(set(header)) < len(header):
        raise SourceError("source-twice", file=name, columns=_listed([n for n in header if header.count(n) > 1]))


def _csv(name: str, stream: IO[bytes], table: Table, reading: Reading, limits: Limits) -> Iterator[pl.DataFrame]:
    header: list[str] = []
    size, dialect = 0, _dialect(table)
    for piece in chunks(stream, table.source.quoted, limits.piece, 4 * limits.piece):
        size += len(piece)
        if size > limits.unpacked:
            raise SourceError("source-unpacked", file=name, limit=limits.unpacked // 1024**2)
        records = _utf8(piece, table)
        if not header:
            first, _, records = records.partition(b"\n")
            header = parsing.header(first, dialect)
            check_columns(name, header, table)
        if records:
            yield reading.add(parsing.parse(records, header, dialect))
    if not header:
        raise SourceError("source-empty", file=name)


def _parquet(path: Path, table: Table) -> Iterator[pl.DataFrame]:
    header = _schema(path)
    check_columns(path.name, header, table)
    wanted = [name for name in dict.fromkeys((*table.kept, *table.key.columns)) if name in header]
    lines = pl.scan_parquet(path).select(pl.col(wanted).cast(pl.String))
    try:
        for frame in lines.collect_batches(chunk_size=ROWS, maintain_order=True, engine="streaming"):
            yield _chosen(frame, table)
    except PolarsError as err:
        raise SourceError("source-damaged", file=path.name, reason=str(err)) from err


def _schema(path: Path) -> list[str]:
    try:
        return pl.scan_parquet(path).collect_schema().names()
    except PolarsError as err:
        raise SourceError("source-damaged", file=path.name, reason=str(err)) from err


def _chosen(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return the columns that serve; an optional one that is absent is empty."""
    names = dict.fromkeys((*table.kept, *table.key.columns))
    present = set(frame.columns)
    return frame.select(
        pl.col(name).fill_null("") if name in present else pl.lit("", dtype=pl.String).alias(name) for name in names
    )


def _utf8(piece: bytes, table: Table) -> bytes:
    if table.source.encoding != "utf-8":
        return piece.decode(table.source.encoding, "replace").encode()
    return piece.removeprefix(BOM)


def _dialect(table: Table) -> Dialect:
    return Dialect(table.source.separator, table.source.quoted)


def _listed(names: list[str]) -> str:
    shown = ", ".join(dict.fromkeys(names[:SHOWN]))
    return shown + (" …" if len(names) > SHOWN else "")
