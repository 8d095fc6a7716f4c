"""The HTTP client of the project."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from urllib3 import BaseHTTPResponse, Timeout
from urllib3.exceptions import HTTPError

from ckanext.scdl.web import address, answer, connections, journey, unpacking
from ckanext.scdl.web.address import Address
from ckanext.scdl.web.answer import Answer, Download
from ckanext.scdl.web.exceptions import BadAnswer, HttpStatus, TooLarge, TryLater, WebError
from ckanext.scdl.web.faults import of_status, translated
from ckanext.scdl.web.journey import Journey
from ckanext.scdl.web.settings import MEGABYTE, Settings

REDIRECTS = {301, 302, 303, 307, 308}
EXCERPT = 8192
T = TypeVar("T")


class Client:
    """Fetches addresses within ``settings``. Threads may share it; connections are kept open between calls."""

    def __init__(self, settings: Settings = Settings()) -> None:  # noqa: B008
        self.settings = settings
        self._pools = connections.manager(settings)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._pools.clear()

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
        redirects: bool = True,
    ) -> Answer:
        """Fetch an address into memory.

        Args:
            url: http or https.
            params: added to the query.
            headers: a key or a cookie among them goes to this host only, redirects notwithstanding.
            max_bytes: of the unpacked body; the settings' by default.
            redirects: whether to follow them; one that is not followed is an ``HttpStatus`` with its ``location``.

        Returns:
            The answer: 2xx, or 304 when ``headers`` made it conditional.

        Raises:
            WebError: anything else; the subclass says what to do.
        """
        start = address.parse(url, params)
        limit = self.settings.max_bytes if max_bytes is None else max_bytes

        def fetch() -> Answer:
            with self._open("GET", start, dict(headers or {}), redirects) as (response, place):
                return Answer(place.url, response.status, response.headers, b"".join(_body(response, place, limit)))

        with journey.begin(self.settings, self.settings.total_time) as trip:
            return self._insist(fetch, trip, start)

    def download(
        self, url: str, path: Path, max_bytes: int | None = None, headers: Mapping[str, str] | None = None
    ) -> Download:
        """Fetch an address into a file, piece by piece. The file appears when it is whole, or not at all.

        Args:
            url: http or https.
            path: where to write; an older file is replaced.
            max_bytes: of the unpacked body; the settings' by default.
            headers: ``If-None-Match`` or ``If-Modified-Since`` make it conditional; see ``Download.unchanged``.

        Raises:
            WebError: nothing was written; the subclass says what to do.
            OSError: the file cannot be written.
        """
        start = address.parse(url)
        limit = self.settings.max_download if max_bytes is None else max_bytes

        def fetch() -> Download:
            with self._open("GET", start, dict(headers or {}), redirects=True) as (response, place):
                if response.status == answer.NOT_MODIFIED:
                    return Download(place.url, response.status, response.headers)
                size, digest = _write(_body(response, place, limit), path)
                return Download(place.url, response.status, response.headers, size, digest)

        with journey.begin(self.settings, self.settings.download_time) as trip:
            return self._insist(fetch, trip, start)

    def head(self, url: str, headers: Mapping[str, str] | None = None, redirects: bool = True) -> Answer:
        """Ask for the headers of an address; arguments, result and errors are those of ``get``."""
        start = address.parse(url)

        def fetch() -> Answer:
            with self._open("HEAD", start, dict(headers or {}), redirects) as (response, place):
                return Answer(place.url, response.status, response.headers)

        with journey.begin(self.settings, self.settings.total_time) as trip:
            return self._insist(fetch, trip, start)

    def send(
        self,
        method: str,
        url: str,
        value: Any = None,  # noqa: ANN401
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a JSON value by POST, PUT, PATCH or DELETE: once, without following redirects.

        Raises:
            WebError: as ``get``; after a ``TryLater`` it is not known whether the server did what was asked.
        """
        start = address.parse(url)
        content = None if value is None else json.dumps(value).encode()
        given = {"Content-Type": "application/json", **(headers or {})}
        with (
            journey.begin(self.settings, self.settings.total_time),
            self._open(method, start, given, redirects=False, content=content) as (response, place),
        ):
            body = b"".join(_body(response, place, self.settings.max_bytes))
            return Answer(place.url, response.status, response.headers, body)

    def _insist(self, fetch: Callable[[], T], trip: Journey, start: Address) -> T:
        """Try again what may work later, waiting longer each time, as long as the journey lasts."""
        for attempt in range(self.settings.retries + 1):
            try:
                return fetch()
            except WebError as err:
                wait = self._wait(err, attempt)
                if wait is None or time.monotonic() + wait >= trip.end:
                    raise
                time.sleep(wait)
        raise AssertionError(f"the last attempt at {start.url} either returns or raises")

    def _wait(self, err: WebError, attempt: int) -> float | None:
        """Seconds before the next attempt; None when there is none."""
        if not err.repeatable or attempt == self.settings.retries:
            return None
        asked = err.retry_after if isinstance(err, TryLater) else None
        if asked is not None:
            return asked if asked <= self.settings.longest_wait else None
        return min(self.settings.backoff * 2.0**attempt, self.settings.longest_wait)

    @contextmanager
    def _open(
        self, method: str, start: Address, headers: dict[str, str], redirects: bool, content: bytes | None = None
    ) -> Iterator[tuple[BaseHTTPResponse, Address]]:
        """Go to where the redirects end and give the response, its body unread; faults on the way are translated."""
        place = start
        for _ in range(self.settings.redirects + 1):
            with translated(place):
                response = self._ask(method, place, address.carried(headers, start, place), content)
                # Closed, not drained: a body that nobody wants may be endless. One read to its end is closed already,
                # and its connection back in the pool.
                try:
                    location = response.headers.get("location", "")
                    if response.status not in REDIRECTS or not redirects:
                        _check_status(response, place, location)
                        yield response, place
                        return
                finally:
                    response.close()
                place = place.join(location)
        raise BadAnswer("web-redirects", host=start.host, limit=self.settings.redirects)

    def _ask(self, method: str, place: Address, headers: Mapping[str, str], content: bytes | None) -> BaseHTTPResponse:
        ours = {"User-Agent": self.settings.user_agent, "Accept-Encoding": unpacking.ACCEPTED, "Accept": "*/*"}
        trip = journey.under_way()
        return self._pools.urlopen(
            method,
            place.url,
            body=content,
            headers={**ours, **headers},
            timeout=Timeout(connect=self.settings.connect_time, read=trip.left(self.settings.read_time)),
            preload_content=False,
            decode_content=False,
            redirect=False,
        )


def _check_status(response: BaseHTTPResponse, place: Address, location: str) -> None:
    if 200 <= response.status < 300 or response.status == answer.NOT_MODIFIED:
        return
    fault = of_status(response.status, response.headers, place.host)
    if isinstance(fault, HttpStatus):
        fault.location = location
        try:
            fault.excerpt = response.read(EXCERPT, decode_content=False)
        except HTTPError:
            fault.excerpt = b""
    raise fault


def _body(response: BaseHTTPResponse, place: Address, limit: int) -> Iterator[bytes]:
    """Give the unpacked body, piece by piece, and stop at the limit."""
    too_large = TooLarge("web-too-large", host=place.host, limit=max(1, limit // MEGABYTE))
    coding = response.headers.get("content-encoding", "")
    if (response.length_remaining or 0) > limit:
        raise too_large
    size = 0
    for piece in unpacking.unpacked(_raw(response), coding, place.host):
        size += len(piece)
        if size > limit:
            raise too_large
        yield piece


def _raw(response: BaseHTTPResponse) -> Iterator[bytes]:
    # Not ``stream``: its reader of chunked bodies takes size lines of any length.
    while piece := response.read(unpacking.PIECE, decode_content=False):
        yield piece


def _write(pieces: Iterator[bytes], path: Path) -> tuple[int, str]:
    """Write the pieces to a file beside ``path``, then put it in its place."""
    partial, digest, size = path.with_name(f"{path.name}.part"), hashlib.sha256(), 0
    try:
        with partial.open("wb") as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return size, digest.hexdigest()
