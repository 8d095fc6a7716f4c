"""The files that a download holds, as streams of plain bytes: a CSV, a compressed one, the members of a zip."""

from __future__ import annotations

import fnmatch
import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from ckanext.socle.harvesters.projection.definition import ZIP, Source
from ckanext.socle.harvesters.projection.problems import SourceError

GZIP = b"\x1f\x8b"
DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)


@contextmanager
def damage_named(name: str) -> Iterator[None]:
    """Say which file is damaged, instead of what the unpacking stumbled on."""
    try:
        yield
    except DAMAGED as err:
        raise SourceError("source-damaged", file=name, reason=str(err)) from err


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a file, unpacked if it is a gzip, whatever its name says: some servers unpack on the way."""
    with path.open("rb") as file:
        packed = file.read(2) == GZIP
        file.seek(0)
        if not packed:
            yield file
            return
        with gzip.open(file) as unpacked:
            yield cast("IO[bytes]", unpacked)


@contextmanager
def member(archive: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    """Open a file of a zip."""
    with archive.open(name) as stream:
        yield stream


def streams(path: Path, source: Source) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield name and bytes of every CSV file in a download; a stream is closed when the next one is asked for.

    Raises:
        SourceError: it is a web page, no zip, or a zip without the files that the table names.
    """
    with damage_named(path.name):
        if source.form == ZIP:
            yield from _members(path, source.member)
            return
        with opened(path) as stream:
            yield path.name, stream


def _members(path: Path, pattern: str) -> Iterator[tuple[str, IO[bytes]]]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if fnmatch.fnmatchcase(name.rpartition("/")[2], pattern)]
        if not names:
            raise SourceError("source-member", pattern=pattern, found=", ".join(archive.namelist()[:5]))
        for name in sorted(names):
            with member(archive, name) as stream:
                yield name, stream
