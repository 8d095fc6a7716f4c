"""Addresses follow a merger: the town hall that answers for the data is now the new commune's.

What was published stays with the former commune, as its history; the next file is the new commune's. A commune that is
restored has its address back. Nothing else of a file says that its body is no more, or is again, so the clock asks the
COG each time it looks for what is due.
"""

from __future__ import annotations

import logging
from functools import cache

from ckan import model as ckan_model

from ckanext.deposit import address_news, addresses, model
from ckanext.deposit.addresses import Address
from ckanext.territories import mergers

log = logging.getLogger(__name__)


def follow() -> int:
    """Give each address to the commune that answers for its data, or stop one that this has already; return how many.

    An address that stopped because of a merger goes on when its commune is restored.
    """
    heir_of, done = cache(_heir), 0
    for address in addresses.listed(None):
        active, heir = heir_of(address.owner_org)
        before = address.former
        if active and heir:
            done += _follow(address, heir)
        elif active and address.paused == addresses.MERGED:
            addresses.change(address.id, paused="", due=model.now())
            done += 1
        elif before and heir_of(before) == (True, ""):
            done += _give_back(address, before)
    return done


def _heir(owner_org: str) -> tuple[bool, str]:
    """Whether a body is active, and the id of the commune that took it over; empty for none."""
    group = ckan_model.Group.get(owner_org)
    if group is None or group.state != "active":
        return False, ""
    heir = mergers.successor(group)
    return True, heir.id if heir is not None else ""


def _follow(address: Address, heir: str) -> bool:
    """Move an address and fetch it anew; while these data of the new commune have their own, nothing is fetched."""
    address_id, former, paused = address.id, address.owner_org, address.paused
    if addresses.has(heir, address.schema_name):
        if paused == addresses.MERGED:
            return False
        addresses.change(address_id, paused=addresses.MERGED, due=None, begun=None)
        address_news.tell(addresses.existing(address_id))
        return True
    _move(address, heir, former=former)
    log.info("The address %s of %s is now fetched for %s", address_id, former, heir)
    address_news.tell_moved(addresses.existing(address_id), former)
    return True


def _give_back(address: Address, former: str) -> bool:
    """Move an address back to a commune that is restored, unless it has given another one for these data."""
    address_id, heir = address.id, address.owner_org
    if addresses.has(former, address.schema_name):
        addresses.change(address_id, former="")
        return False
    _move(address, former, former="")
    log.info("The address %s of %s is again fetched for %s, which is restored", address_id, heir, former)
    address_news.tell_moved(addresses.existing(address_id), heir, restored=True)
    return True


def _move(address: Address, owner_org: str, *, former: str) -> None:
    stopped = address.paused == addresses.BY_HAND
    again = {"paused": address.paused if stopped else "", "due": None if stopped else model.now()}
    moved = {"owner_org": owner_org, "former": former, "deposit_id": "", "resource_id": ""}
    addresses.change(address.id, **{**addresses.FORGOTTEN, **again, **moved})
