"""The national file of a table, fetched when it changed: an unchanged one costs one request."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path

from ckanext.socle.harvesters.projection import manifest
from ckanext.socle.harvesters.projection.definition import Dated, Source
from ckanext.socle.harvesters.projection.problems import SourceError

from ckanext.scdl import web

FOLDER = "source"
GONE = (404, 410)


@dataclass(frozen=True)
class Fetched:
    """A file that was fetched, and what to ask its server with next time.

    Attributes:
        address: of the table; `url` is where its redirects led.
        fetched: when, ISO with its zone.
    """

    address: str
    url: str
    name: str
    size: int
    sha256: str
    etag: str
    last_modified: str
    fetched: str

    @property
    def day(self) -> str:
        """The day of the file: its server's date, else when it was fetched; ISO."""
        try:
            return parsedate_to_datetime(self.last_modified).date().isoformat()
        except (TypeError, ValueError):
            return self.fetched[:10]


def addresses(source: Source, today: date) -> Iterator[list[str]]:
    """Yield, for each file that is wanted, the addresses at which it may be, the best first."""
    for address in source.addresses:
        if source.dated is None:
            yield [address]
            continue
        dated = [address.format(**_values(source.dated, today, back)) for back in range(source.dated.back + 1)]
        if source.dated.every:
            yield from ([each] for each in dated)
        else:
            yield dated


def _values(dated: Dated, today: date, back: int) -> dict[str, str]:
    if dated.unit == "year":
        return {"year": str(today.year - back)}
    months = today.year * 12 + today.month - 1 - back
    return {"month": f"{months // 12}{months % 12 + 1:02}"}


def fetch(source: Source, folder: Path, client: web.Client, today: date, most: int) -> list[Fetched]:
    """Fetch the files of a table into its folder, as far as they changed.

    Args:
        source: what to fetch.
        folder: of the table.
        client: with its limits.
        today: for dated addresses.
        most: bytes of one file.

    Returns:
        What lies in the folder now: the files as `path` names them.

    Raises:
        SourceError: none of the files is there.
        web.WebError: a server refuses, fails or cannot be reached; files fetched before stay.
    """
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    wanted = list(addresses(source, today))
    got = [_first(each, folder, client, most, tolerant=source.dated is not None) for each in wanted]
    found = [each for each in got if each is not None]
    if not found:
        raise SourceError("source-gone", addresses=", ".join(source.addresses))
    # The oldest or the newest of several files may not be there; one between them is a fault of the server.
    last = max(number for number, each in enumerate(got) if each is not None)
    if None in got[got.index(found[0]) : last]:
        raise SourceError("source-gone", addresses=wanted[got.index(None, got.index(found[0]))][0])
    _sweep(folder, found)
    return found


def path(folder: Path, fetched: Fetched) -> Path:
    """Return where a fetched file lies."""
    return folder / FOLDER / fetched.name


def _sweep(folder: Path, found: list[Fetched]) -> None:
    """Delete the files of addresses that are no longer asked for."""
    kept = {each.name for each in found} | {_note(each.name) for each in found}
    for old in (folder / FOLDER).iterdir():
        if old.name not in kept:
            old.unlink()


def _note(name: str) -> str:
    return f"{name}.json"


def _first(candidates: list[str], folder: Path, client: web.Client, most: int, *, tolerant: bool) -> Fetched | None:
    for address in candidates:
        try:
            return _one(address, folder, client, most)
        except web.HttpStatus as err:
            if not tolerant or err.status not in GONE:
                raise
    return None


def _one(address: str, folder: Path, client: web.Client, most: int) -> Fetched:
    name = hashlib.sha256(address.encode()).hexdigest()[:16]
    target = folder / FOLDER / name
    note = folder / FOLDER / _note(name)
    known = _known(note, target, address)
    headers = {}
    if known and known.etag:
        headers["If-None-Match"] = known.etag
    elif known and known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    # Until the note is written anew, the former one no longer describes the file.
    done = client.download(address, target, max_bytes=most, headers=headers)
    if known and done.unchanged:
        return known
    now = datetime.now(timezone.utc).isoformat(timespec="seconds")
    facts = (done.size, done.sha256, done.etag or "", done.last_modified or "", now)
    fetched = Fetched(address, done.url, name, *facts)
    manifest.write(note, json.dumps(asdict(fetched)).encode())
    return fetched


def _known(note: Path, target: Path, address: str) -> Fetched | None:
    """Return what was fetched before from an address, if it still lies there."""
    try:
        found = Fetched(**json.loads(note.read_text(encoding="utf-8")))
        return found if found.address == address and target.stat().st_size == found.size else None
    except (OSError, ValueError, TypeError):
        return None
