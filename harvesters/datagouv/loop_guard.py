"""Never take back from data.gouv.fr what it took from this portal.

The other direction is the feeds' (`ckanext/datagouv/feeds.py`): they leave out what bears `mapping.MARK`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ckanext.socle.harvesters.datagouv.problems import Problem

ADDRESSES = ("source_url", "remote_url", "uri")
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Ourselves:
    """What is the portal's own.

    Attributes:
        addresses: under which it is, or was, reached, without a final slash.
        has_dataset: tells whether an identifier is that of a dataset which was born on the portal.
    """

    addresses: tuple[str, ...]
    has_dataset: Callable[[str], bool]

    def hosts(self) -> set[str]:
        """Return the portal's host names, without ports, as udata writes `harvest.domain`."""
        return {parts.hostname for each in self.addresses if (parts := urlsplit(each)).hostname}


def ours(dataset: dict[str, Any], portal: Ourselves) -> Problem | None:
    """Return why a dataset is the portal's own, None if it is not.

    Args:
        dataset: as the API gives it; `resources` count where they are a list.
        portal: what is the portal's.
    """
    harvest = dataset.get("harvest")
    harvest = harvest if isinstance(harvest, dict) else {}
    domain = str(harvest.get("domain") or "").lower()
    if domain and domain in portal.hosts():
        return Problem("ours", {"proof": domain})
    for key in ADDRESSES:
        address = str(harvest.get(key) or "")
        if _beneath(address, portal.addresses):
            return Problem("ours", {"proof": address})
    remote = str(harvest.get("remote_id") or "")
    if remote and portal.has_dataset(remote):
        return Problem("ours", {"proof": remote})
    resources = dataset.get("resources")
    addresses = [str(each.get("url") or "") for each in resources if each] if isinstance(resources, list) else []
    if addresses and all(_beneath(address, portal.addresses) for address in addresses):
        return Problem("ours-files", {"proof": addresses[0]})
    return None


def _beneath(address: str, bases: Iterable[str]) -> bool:
    place = _place(address)
    for base in map(_place, bases):
        if place and base and place[0] == base[0] and f"{place[1]}/".startswith(f"{base[1]}/"):
            return True
    return False


def _place(address: str) -> tuple[tuple[str, int], str] | None:
    """Return host, port and path; http and https are one, since a portal moves from one to the other."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not parts.hostname:
        return None
    usual = port is None or port == PORTS[parts.scheme]
    return (parts.hostname, 0 if usual else int(port or 0)), parts.path.rstrip("/")
