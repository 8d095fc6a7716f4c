"""Connections of urllib3 that go only where ``networks`` lets them, and no longer than the journey lasts.

The name is resolved here, once, and the connection goes to the very number that was judged: a name that changes its
address in between (DNS rebinding) changes nothing. Proxies named in the environment are ignored, because behind one the
address connected to is the proxy's and nothing could be judged any more.
"""

from __future__ import annotations

import socket
import ssl
from functools import cache
from pathlib import Path
from typing import Any

import certifi
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

from ckanext.scdl.web import journey, networks
from ckanext.scdl.web.exceptions import Refused, TryLater
from ckanext.scdl.web.settings import Settings

POOLS = 20


def manager(settings: Settings) -> PoolManager:
    """Return a pool manager whose every connection is guarded."""
    pools = PoolManager(POOLS, ssl_context=_context(settings.ca_file), retries=False)
    pools.pool_classes_by_scheme = {"http": _Pool, "https": _TLSPool}
    return pools


@cache
def _context(ca_file: Path | None) -> ssl.SSLContext:
    """The rules of TLS, shared by all clients: reading the certificates takes a tenth of a second."""
    context = ssl.create_default_context()
    # Slim containers hold no certificates of their own.
    context.load_verify_locations(certifi.where())
    if ca_file:
        context.load_verify_locations(ca_file)
    context.sslsocket_class = _TimedTLSSocket
    return context


class _Timed:
    """A socket that asks before each wait how long it may be: a server that drips a byte a second ends, too."""

    def recv_into(self, *args: Any, **kwargs: Any) -> int:  # noqa: ANN401
        trip = journey.under_way()
        self.settimeout(trip.left(trip.settings.read_time))  # type: ignore[attr-defined]
        return super().recv_into(*args, **kwargs)  # type: ignore[misc, no-any-return]


class _TimedSocket(_Timed, socket.socket):
    pass


class _TimedTLSSocket(_Timed, ssl.SSLSocket):
    pass


class _Guarded:
    """Resolves, judges and connects in one go."""

    host: str
    port: int

    def _new_conn(self) -> socket.socket:
        trip = journey.under_way()
        found = _resolved(self.host, self.port)
        allowed = [each for each in found if networks.is_allowed(str(each[4][0]), trip.settings.allowed_networks)]
        if not allowed:
            raise Refused("address-private", host=self.host)
        for number, (family, kind, protocol, _, place) in enumerate(allowed, 1):
            connection = _TimedSocket(family, kind, protocol)
            try:
                connection.settimeout(trip.left(trip.settings.connect_time))
                connection.connect(place)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            except OSError:
                connection.close()
                if number == len(allowed):
                    raise
            else:
                return connection
        raise AssertionError("the last address either connects or raises")


def _resolved(host: str, port: int) -> list[tuple[Any, ...]]:
    """The addresses of a host. The system's resolver has time limits of its own."""
    try:
        return list(socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM))
    except socket.gaierror as err:
        # A name that does not exist will not exist in two seconds either; a resolver may come back.
        raise TryLater("web-unknown-host", host=host, again=err.errno == socket.EAI_AGAIN) from err
    except UnicodeError as err:
        raise Refused("address-malformed", address=host) from err


class _Connection(_Guarded, HTTPConnection):
    pass


class _TLSConnection(_Guarded, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = _TLSConnection
