"""Actions on the addresses that the portal fetches on a schedule (every public function is exported)."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz as _authz
from ckan import model as _ckan_model
from ckan.types import Context, DataDict

from ckanext.deposit import address_news as _news
from ckanext.deposit import addresses as _addresses
from ckanext.deposit import bodies as _bodies
from ckanext.deposit import fetching as _fetching
from ckanext.deposit import model as _model
from ckanext.deposit.logic import schema as _schema


@tk.validate_action_data(_schema.address)
def deposit_address_create(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Give an address of the web whose file the portal fetches, now and then on a schedule.

    What comes from there is read, repaired and checked as a file sent is. What is valid, and asks no question, is
    published in the name of who gave the address; all the rest becomes a draft, and a mail says so.

    Args:
        context: of the call.
        data_dict: ``organization``; ``schema``, its name in the catalogue; ``url``; ``every``: ``day``, ``week`` or
            ``month`` (default).

    Returns:
        The address, as ``deposit_address_show`` does.

    Raises:
        ValidationError: an address that cannot be fetched, or these data have one already.
    """
    tk.check_access("deposit_address_create", context, data_dict)
    owner_org = _ckan_model.Group.get(data_dict["organization"]).id
    user_id = _authz.get_user_id_for_username(context["user"])
    address = _addresses.add(owner_org, data_dict["schema"], data_dict["url"], data_dict["every"], user_id)
    _fetching.start(address.id)
    return _news.shown(_addresses.existing(address.id))


@tk.side_effect_free
@tk.validate_action_data(_schema.identified)
def deposit_address_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return an address and what became of its last fetch.

    Args:
        context: of the call.
        data_dict: ``id``.

    Returns:
        id, organization, schema, url, every; ``state``: ``waiting``, ``published``, ``to-answer``, ``requested``,
        ``set-aside`` (its draft was deleted), ``fault`` or ``paused``; ``words``, why nothing new is public;
        ``paused``: why nothing is fetched (``by-hand``, ``failures``, ``rights``, ``merged``); ``fetching``;
        ``failures`` in a row; ``tried``, ``read`` and ``due`` (next); ``deposit_id`` of the draft; ``package_id`` of
        what is public.

    Raises:
        ObjectNotFound: there is none of that id, or the user does not act for its body.
    """
    return _news.shown(_get("deposit_address_show", context, data_dict))


@tk.side_effect_free
@tk.validate_action_data(_schema.of_own_bodies)
def deposit_address_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return the addresses of a body, or of all those that the user acts for, the oldest first.

    Args:
        context: of the call.
        data_dict: ``organization`` (default: all those of the user).

    Returns:
        As ``deposit_address_show``.
    """
    tk.check_access("deposit_address_list", context, data_dict)
    if data_dict.get("organization"):
        ids: set[str] | None = {_ckan_model.Group.get(data_dict["organization"]).id}
    else:
        ids = _bodies.allowed_ids(context["user"])
    return [_news.shown(each) for each in _addresses.listed(ids)]


@tk.validate_action_data(_schema.address_changed)
def deposit_address_update(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Change an address, how often it is fetched, or pause it. Whoever does it answers for what comes from there.

    Args:
        context: of the call.
        data_dict: ``id``; ``url``; ``every``; ``paused``: true stops the fetches, false begins them again, at once.

    Returns:
        The address, as ``deposit_address_show`` does.

    Raises:
        ValidationError: an address that cannot be fetched.
    """
    address = _get("deposit_address_update", context, data_dict)
    url, paused = data_dict.get("url", address.url), data_dict.get("paused", bool(address.paused))
    values: dict[str, Any] = {"url": url, "every": data_dict.get("every", address.every)}
    values |= {"user_id": _authz.get_user_id_for_username(context["user"])}
    elsewhere = url != address.url
    again = not paused and (elsewhere or bool(address.paused))
    if elsewhere:
        values |= _addresses.FORGOTTEN
    if paused:
        # What a job would still write of it is not taken.
        values |= {"paused": address.paused or _addresses.BY_HAND, "due": None, "begun": None}
    elif again:
        values |= {"paused": "", "failures": 0, "due": _model.now()}
    _addresses.change(address.id, **values)
    if again:
        _fetching.start(data_dict["id"])
    return _news.shown(_addresses.existing(data_dict["id"]))


@tk.validate_action_data(_schema.identified)
def deposit_address_fetch(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Fetch an address now, in a background job; its schedule stays. One that is being fetched goes on.

    Args:
        context: of the call.
        data_dict: ``id``.

    Returns:
        The address, as ``deposit_address_show`` does: ``fetching`` until the job is done.

    Raises:
        ValidationError: no job can be begun now.
    """
    address = _get("deposit_address_fetch", context, data_dict)
    if not _fetching.start(address.id) and not _addresses.is_begun(_addresses.existing(data_dict["id"])):
        raise tk.ValidationError({"id": [tk._("It cannot be fetched just now. Try again in a few minutes.")]})
    return _news.shown(_addresses.existing(data_dict["id"]))


@tk.validate_action_data(_schema.identified)
def deposit_address_delete(context: Context, data_dict: DataDict) -> None:
    """Forget an address. What was published from it stays public, its draft stays a draft.

    Args:
        context: of the call.
        data_dict: ``id``.
    """
    _addresses.delete(_get("deposit_address_delete", context, data_dict).id)


def _get(action: str, context: Context, data_dict: DataDict) -> _addresses.Address:
    """Return the address that an action is about; to who may not, it does not exist."""
    try:
        tk.check_access(action, context, data_dict)
    except tk.NotAuthorized:
        return _addresses.existing("")
    return _addresses.existing(data_dict["id"])
