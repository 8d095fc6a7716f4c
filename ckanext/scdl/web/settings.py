"""What bounds a fetch: time, size, number, networks."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

MEGABYTE = 1024 * 1024
Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Settings:
    """Limits of a client. Times are seconds, sizes are bytes.

    Attributes:
        connect_time: to open a connection, for each address of the host.
        read_time: of silence from the server.
        total_time: for a whole ``get`` or ``send``, redirects, retries and waiting included.
        download_time: the same for a whole ``download``.
        max_bytes: of a body held in memory, once unpacked.
        max_download: of a body written to a file, once unpacked.
        redirects: followed in a row.
        retries: after the first try, of what may work later (429, 5xx, time-out, cut connection, truncated body).
        backoff: before the first retry; each further one waits twice as long.
        longest_wait: that a server may ask for with ``Retry-After``; asked for more, the client gives up at once.
        allowed_networks: let through besides public addresses, any port.
        ca_file: certificates (PEM) trusted besides the usual ones.
        user_agent: how the client introduces itself.
    """

    connect_time: float = 10
    read_time: float = 30
    total_time: float = 120
    download_time: float = 1800
    max_bytes: int = 50 * MEGABYTE
    max_download: int = 1024 * MEGABYTE
    redirects: int = 5
    retries: int = 3
    backoff: float = 1
    longest_wait: float = 60
    allowed_networks: tuple[Network, ...] = ()
    ca_file: Path | None = None
    user_agent: str = "ckanext-socle (open data of French communes)"
