"""Which IP addresses may be connected to. The decision is taken on numbers, never on how a host is spelt."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from ckanext.scdl.web.settings import Network

# IANA IPv6 address space: everything that is routed on the Internet is in this block; an allow-list, so that forms with
# an IPv4 address inside (compatible, translated, site-local…) need no rule each.
GLOBAL_UNICAST = ip_network("2000::/3")
# IANA special-purpose registries, where Python's own tables are silent or differ from one version to the next:
# IETF assignments, 6to4 relay and 6to4 (RFC 7526), Teredo and other assignments, documentation (RFC 9637).
NOT_PUBLIC = tuple(
    map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
)
# RFC 6052: on an IPv6-only network, where an IPv4 host is reached through a translator.
NAT64 = ip_network("64:ff9b::/96")


def is_allowed(text: str, allowed: Iterable[Network] = ()) -> bool:
    """Tell whether a connection to an IP address may be opened.

    Args:
        text: the address as the resolver gives it, in numbers; an IPv6 zone may follow.
        allowed: networks let through besides the public Internet.
    """
    address = _unwrapped(ip_address(text.partition("%")[0]))
    return any(address in network for network in allowed) or _is_public(address)


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 one stands for, where the connection really goes to it."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in NAT64:
            return IPv4Address(address.packed[-4:])
    return address


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    special = address.is_multicast or address.is_reserved or any(address in network for network in NOT_PUBLIC)
    routed = address.version == 4 or address in GLOBAL_UNICAST
    return routed and address.is_global and not special
