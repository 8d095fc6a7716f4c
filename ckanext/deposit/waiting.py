"""Addresses that bring nothing new any more, as the list of a territory shows them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import ckan.plugins.toolkit as tk

from ckanext.deposit import address_news, addresses, blocked, bodies, model
from ckanext.deposit.addresses import Address
from ckanext.deposit.unattended import TO_ANSWER
from ckanext.scdl import registry
from ckanext.territories.interfaces import ADDRESS, Waiting


def of_bodies(organizations: Collection[str]) -> list[Waiting]:
    """Return the addresses of some bodies that wait for somebody, the newest first."""
    found = [_shown(address, state) for address, state in _waiting(organizations)]
    return sorted(found, key=lambda each: each.date, reverse=True)


def _waiting(organizations: Collection[str]) -> Iterator[tuple[Address, str]]:
    """Those that failed, that nobody may publish from any more, or whose file only a person can place."""
    for address in addresses.listed(organizations):
        deposit = model.get(address.deposit_id) if address.deposit_id else None
        state = address_news.state_of(address, deposit)
        stopped = state == address_news.PAUSED and address.paused != addresses.BY_HAND
        # A blocked file is in the list itself.
        asks = state == TO_ANSWER and (deposit is None or not blocked.reason_of(deposit))
        if state == address_news.FAULT or stopped or asks:
            yield address, state


def _shown(address: Address, state: str) -> Waiting:
    body = bodies.body(address.owner_org)
    return Waiting(
        id=address.id,
        kind=ADDRESS,
        organization=address.owner_org,
        about=registry.words(address.schema_name).plain_name,
        text=address_news.words(address, state),
        date=address.tried or address.created,
        link=str(tk.h.url_for("address.show", organization=body.name, id=address.id)),
    )
