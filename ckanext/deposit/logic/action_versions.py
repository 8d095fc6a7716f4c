"""Actions on what is published: its versions, taking it down, beginning anew from it (every public one is exported)."""

from __future__ import annotations

import io as _io
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz as _authz
from ckan import model as _ckan_model
from ckan.types import Context, DataDict
from werkzeug.datastructures import FileStorage as _FileStorage

from ckanext.deposit import bodies as _bodies
from ckanext.deposit import files as _files
from ckanext.deposit import publishing as _publishing
from ckanext.deposit import versions as _versions
from ckanext.deposit import withdrawals as _withdrawals
from ckanext.deposit.logic import schema as _schema


@tk.side_effect_free
@tk.validate_action_data(_schema.identified)
def deposit_version_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return the versions of a dataset's files that were published from here, the newest first.

    Args:
        context: of the call.
        data_dict: ``id`` or name of the dataset.

    Returns:
        id, package_id, resource_id, number, format, size, hash (SHA-256), rows, valid, published, hidden. Those that
        were withdrawn are listed for who may publish for the body only.

    Raises:
        ObjectNotFound: no such dataset, or the user may not see it.
    """
    package = _package("deposit_version_list", context, data_dict)
    own = _bodies.may_prepare(context["user"], package.owner_org)
    return [_versions.shown(each) for each in _versions.of_package(package.id, hidden=own)]


@tk.side_effect_free
@tk.validate_action_data(_schema.identified)
def deposit_version_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return one version, and its bytes under ``content`` when ``with_content`` is in the context.

    Args:
        context: of the call.
        data_dict: ``id`` of the version.

    Raises:
        ObjectNotFound: no such version, or the user may not see it.
    """
    try:
        tk.check_access("deposit_version_show", context, data_dict)
    except tk.NotAuthorized as err:
        raise tk.ObjectNotFound(tk._("This version does not exist, or is not public.")) from err
    found = _versions.get(data_dict["id"])
    if found is None:
        raise tk.ObjectNotFound(tk._("This version does not exist, or is not public."))
    content = {"content": _files.load(found.file_key)} if context.get("with_content") else {}
    return {**_versions.shown(found), **content}


@tk.validate_action_data(_schema.reasoned)
def deposit_withdraw(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Take published data down at once: page, file, table, feeds. The reason is kept.

    Args:
        context: of the call.
        data_dict: ``id`` or name of the dataset; ``reason``.

    Returns:
        The withdrawal: id, package_id, reason, by, created, lifted.

    Raises:
        ObjectNotFound: no such dataset, or the user may not publish for its body.
        ValidationError: no reason, or the data are down already.
    """
    package = _package("deposit_withdraw", context, data_dict)
    user = context["user"]
    _withdrawals.withdraw(package.id, data_dict["reason"].strip(), user, _authz.get_user_id_for_username(user))
    return _withdrawals.shown(_withdrawals.in_force([package.id])[0])


@tk.validate_action_data(_schema.identified)
def deposit_put_back(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Make data that were taken down public again.

    Args:
        context: of the call.
        data_dict: ``id`` or name of the dataset.

    Returns:
        The withdrawal, with the day when it was ``lifted``.

    Raises:
        ObjectNotFound: no such dataset, or the user may not publish for its body.
        ValidationError: the data are not down.
    """
    package = _package("deposit_put_back", context, data_dict)
    user = context["user"]
    if not _withdrawals.put_back(package.id, user, _authz.get_user_id_for_username(user)):
        raise tk.ValidationError({"id": [tk._("These data are not taken down.")]})
    return _withdrawals.shown(_withdrawals.history(package.id)[0])


@tk.side_effect_free
@tk.validate_action_data(_schema.of_own_bodies)
def deposit_withdrawal_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return what is taken down, with why, of one body or of all those that the user may publish for.

    Args:
        context: of the call.
        data_dict: ``organization`` (default: all those of the user).

    Returns:
        As ``deposit_withdraw``, with the ``title`` of the dataset.
    """
    tk.check_access("deposit_withdrawal_list", context, data_dict)
    if data_dict.get("organization"):
        ids = {_ckan_model.Group.get(data_dict["organization"]).id}
    else:
        allowed = _bodies.allowed_ids(context["user"])
        # An operator answers for no commune in particular: they ask for one.
        ids = set() if allowed is None else allowed
    return [{**_withdrawals.shown(held), "title": package.title} for held, package in _withdrawals.of_bodies(ids)]


@tk.validate_action_data(_schema.again)
def deposit_again(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Begin a draft from the file that is published, to change it. What is public stays until the draft is published.

    Args:
        context: of the call.
        data_dict: ``organization``; ``schema``, its name in the catalogue.

    Returns:
        The deposit, as ``deposit_show`` does, its file checked.

    Raises:
        ObjectNotFound: nothing of this data was published from here.
    """
    tk.check_access("deposit_again", context, data_dict)
    group = _ckan_model.Group.get(data_dict["organization"])
    found = _publishing.published(group.id, data_dict["schema"])
    kept = _versions.last(found[-1].resource_id) if found else None
    if kept is None:
        raise tk.ObjectNotFound(tk._("No file of this data was published from here."))
    inner: Context = {"user": context["user"]}
    begun = tk.get_action("deposit_create")(inner, {key: data_dict[key] for key in ("organization", "schema")})
    name = f"{found[-1].package_name}.{kept.format}"
    upload = _FileStorage(_io.BytesIO(_files.load(kept.file_key)), filename=name)
    given = {"id": begun["id"], "upload": upload}
    shown: dict[str, Any] = tk.get_action("deposit_file")({"user": context["user"]}, given)
    return shown


def _package(action: str, context: Context, data_dict: DataDict) -> _ckan_model.Package:
    """Return the dataset that an action is about; to who may not, it does not exist."""
    found = _ckan_model.Package.get(data_dict["id"])
    missing = tk._("This page does not exist, or is not yours.")
    if found is None or found.state != "active":
        raise tk.ObjectNotFound(missing)
    try:
        tk.check_access(action, context, {**data_dict, "id": found.id})
    except tk.NotAuthorized as err:
        raise tk.ObjectNotFound(missing) from err
    return found
