"""An address as it is asked for: read once, by the reader that also opens the connection."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from ckanext.scdl.web.exceptions import BadAnswer, Refused

DEFAULT_PORTS = {"http": 80, "https": 443}
# After IDNA: a name (with the underscores that real servers have), an IPv4 address or a bracketed IPv6 one.
HOST = re.compile(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+(%[A-Za-z0-9._~-]+)?\]")
# RFC 9110, section 4.1, asks servers for 8,000 octets.
LONGEST = 8000
FIRST_FREE_PORT = 1024
# Fetch standard, «bad ports»: services that could take a request for one of their own commands.
# Below 1024, only HTTP's own two are open.
BAD_PORTS = {1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, *range(6665, 6670), 6679, 6697, 10080}
# What may go to another host than the one it was meant for; a key or a cookie never does.
CARRIED_ELSEWHERE = {"accept", "accept-language", "user-agent", "if-none-match", "if-modified-since", "x-fields"}


@dataclass(frozen=True)
class Address:
    """One address, in normal form (percent-encoded, IDNA host, no fragment)."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> tuple[str, str, int]:
        """What must be equal for a secret to be sent along."""
        return self.scheme, self.host, self.port

    def join(self, location: str) -> Address:
        """Return where a redirect leads.

        Raises:
            Refused: an address that may not be fetched, or a way from https back to http.
            BadAnswer: no address at all.
        """
        if not location.strip():
            raise BadAnswer("web-redirect-nowhere", host=self.host)
        # Servers write Location in UTF-8; HTTP's headers are read as latin-1.
        text = location.encode("latin-1", "replace").decode("utf-8", "replace")
        target = parse(_joined(self.url, text))
        if self.scheme == "https" and target.scheme != "https":
            raise Refused("address-downgrade", host=self.host)
        return target


def parse(url: str, params: Mapping[str, str] | None = None) -> Address:
    """Read an address, with ``params`` added to its query.

    Raises:
        Refused: not http or https, a user name in it, a port of another service, or no address.
    """
    read = _read(url.strip())
    if read.scheme not in DEFAULT_PORTS:
        raise Refused("address-scheme", address=url)
    if read.auth is not None:
        raise Refused("address-credentials", host=read.host)
    if not read.host or not HOST.fullmatch(read.host):
        raise Refused("address-malformed", address=url)
    port = DEFAULT_PORTS[read.scheme] if read.port is None else read.port
    if port not in DEFAULT_PORTS.values() and (port < FIRST_FREE_PORT or port in BAD_PORTS):
        raise Refused("address-port", host=read.host, port=port)
    query = "&".join(filter(None, (read.query, urlencode(params or {}))))
    plain = Url(read.scheme, None, read.host, read.port, read.path or "/", query or None)
    return Address(plain.url, read.scheme, read.host, port)


def carried(headers: Mapping[str, str], start: Address, target: Address) -> dict[str, str]:
    """Return the headers that may go to ``target``: all of them to the origin they were given for."""
    same = target.origin == start.origin
    return {name: value for name, value in headers.items() if same or name.lower() in CARRIED_ELSEWHERE}


def _read(url: str) -> Url:
    if len(url) > LONGEST:
        raise Refused("address-malformed", address=url)
    try:
        return parse_url(url)
    except (LocationParseError, UnicodeError) as err:
        raise Refused("address-malformed", address=url) from err


def _joined(base: str, location: str) -> str:
    try:
        return urljoin(base, location)
    except ValueError as err:
        raise Refused("address-malformed", address=location) from err
