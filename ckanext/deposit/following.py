"""Addresses follow a merger: the town hall that answers for the data is now the new commune's.

What was published stays with the former commune, as its history; the next file is the new commune's. Nothing else of a
file says that its body is no more, so the clock asks the COG each time it looks for what is due.
"""

from __future__ import annotations

import logging

from ckan import model as ckan_model

from ckanext.deposit import address_news, addresses, model
from ckanext.deposit.addresses import Address
from ckanext.territories import mergers

log = logging.getLogger(__name__)


def follow() -> int:
    """Give the addresses of merged communes to the new one, or stop those that it has already; return how many."""
    heirs: dict[str, ckan_model.Group | None] = {}
    done = 0
    for address in addresses.listed(None):
        former = address.owner_org
        if former not in heirs:
            group = ckan_model.Group.get(former)
            heirs[former] = mergers.successor(group) if group is not None and group.state == "active" else None
        heir = heirs[former]
        if heir is not None:
            done += _follow(address, heir.id)
    return done


def _follow(address: Address, heir: str) -> bool:
    """Move an address and fetch it anew; while these data of the new commune have their own, nothing is fetched."""
    address_id, former, paused = address.id, address.owner_org, address.paused
    if addresses.has(heir, address.schema_name):
        if paused == addresses.MERGED:
            return False
        addresses.change(address_id, paused=addresses.MERGED, due=None, begun=None)
        address_news.tell(addresses.existing(address_id))
        return True
    stopped = paused == addresses.BY_HAND
    again = {"paused": paused if stopped else "", "due": None if stopped else model.now()}
    addresses.change(
        address_id, **{**addresses.FORGOTTEN, **again, "owner_org": heir, "deposit_id": "", "resource_id": ""}
    )
    log.info("The address %s of %s is now fetched for %s", address_id, former, heir)
    address_news.tell_moved(addresses.existing(address_id), former)
    return True
