"""What a command is given: paths or internet addresses. The HTTP client is imported when an address is met."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING

from ckanext.scdl import foreign, registry
from ckanext.scdl.reading import limits
from ckanext.scdl.schema import Schema

if TYPE_CHECKING:
    from ckanext.scdl.web import Client


class Inputs:
    """Opens what a command is given.

    Args:
        networks: networks that may be fetched from besides the public Internet.

    Raises:
        ValueError: one of them is none.
    """

    def __init__(self, networks: Sequence[str] = ()) -> None:
        self._networks = tuple(map(ip_network, networks))

    def schema(self, reference: str) -> Schema:
        """Return the schema that a name, an address or a path names.

        Raises:
            ScdlError: it is not known, cannot be fetched or is unusable.
        """
        return registry.find(reference, self._fetch)

    @contextmanager
    def file(self, reference: str) -> Iterator[Path]:
        """Give the path of a file, downloaded for as long as needed when it is at an address.

        Raises:
            ScdlError: it cannot be downloaded.
        """
        if not foreign.is_address(reference):
            yield Path(reference)
            return
        with tempfile.TemporaryDirectory() as folder, self._client() as client:
            path = Path(folder) / "file"
            client.download(reference, path, max_bytes=limits.FILE_BYTES)
            yield path

    def _fetch(self, url: str) -> bytes:
        with self._client() as client:
            return client.get(url, max_bytes=foreign.LARGEST).content

    def _client(self) -> Client:
        from ckanext.scdl import web

        return web.Client(web.Settings(allowed_networks=self._networks))
