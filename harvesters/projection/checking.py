"""Whether the addresses of a table still answer, with the columns that it says."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from ckanext.socle.harvesters.projection import batches, fetching, opening
from ckanext.socle.harvesters.projection.definition import CSV, CSV_GZ, Table
from ckanext.socle.harvesters.projection.problems import ProjectionError, SourceError

from ckanext.scdl import web

BEGINNING = 256 * 1024


@dataclass(frozen=True)
class Check:
    """What was found at an address.

    Attributes:
        size: bytes, as far as the server says; 0 when it does not.
        columns: how many; 0 when they could not be read.
        problem: None when all is well.
    """

    address: str
    size: int = 0
    columns: int = 0
    problem: ProjectionError | web.WebError | None = None


def check(table: Table, client: web.Client, today: date, most: int) -> Iterator[Check]:
    """Ask for every address of a table and read the columns: a CSV’s from its beginning, others’ from the whole file.

    Of dated addresses, one of several has to be there; those that are not are left out if another is.

    Args:
        table: which.
        client: to ask with.
        today: for dated addresses.
        most: bytes of a file that is downloaded.
    """
    found = [_best(candidates, table, client, most) for candidates in fetching.addresses(table.source, today)]
    there = [each for each in found if not isinstance(each.problem, web.HttpStatus)]
    yield from there if table.source.dated and there else found


def _best(candidates: list[str], table: Table, client: web.Client, most: int) -> Check:
    for address in candidates:
        found = _one(address, table, client, most)
        if not isinstance(found.problem, web.HttpStatus):
            break
    return found


def _one(address: str, table: Table, client: web.Client, most: int) -> Check:
    found = Check(address)
    try:
        size = client.head(address).headers.get("content-length", "")
        found = replace(found, size=int(size) if size.isdecimal() else 0)
        with TemporaryDirectory() as name:
            path = Path(name) / "file"
            if table.source.form in (CSV, CSV_GZ):
                path.write_bytes(_beginning(client, address))
            else:
                found = replace(found, size=client.download(address, path, max_bytes=most).size)
            header = batches.columns(path, table)
        found = replace(found, columns=len(header))
        batches.check_columns(address, header, table)
    except (ProjectionError, web.WebError) as err:
        return replace(found, problem=err)
    return found


def _beginning(client: web.Client, address: str) -> bytes:
    """Return the first bytes of a file, unpacked."""
    try:
        answer = client.get(address, headers={"Range": f"bytes=0-{BEGINNING - 1}"}, max_bytes=16 * BEGINNING)
    except web.TooLarge as err:
        raise SourceError("source-no-range", file=address) from err
    if not answer.content.startswith(opening.GZIP):
        return answer.content
    # The end of the gzip is not there, so that its usual reader would refuse it.
    try:
        return zlib.decompressobj(wbits=31).decompress(answer.content, 16 * BEGINNING)
    except zlib.error as err:
        raise SourceError("source-damaged", file=address, reason=str(err)) from err
