"""Actions of the approval before publication (every public function is exported)."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz as _authz
from ckan.types import Context, DataDict

from ckanext.deposit import approval as _approval
from ckanext.deposit import model as _model
from ckanext.deposit import releasing as _releasing
from ckanext.deposit import view_model as _view_model
from ckanext.deposit.logic import schema as _schema


@tk.validate_action_data(_schema.publish)
def deposit_request(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Ask for the publication of a checked deposit, where the portal's policy has it approved first.

    Those who approve get a mail with what changed. ``deposit_publish`` is theirs.

    Args:
        context: of the call.
        data_dict: as ``deposit_publish``.

    Returns:
        The deposit, as ``deposit_show`` does: its state is ``requested``.

    Raises:
        ValidationError: as ``deposit_publish``; or nothing is approved in this portal.
    """
    deposit = _get("deposit_request", context, data_dict)
    _releasing.ask(deposit, data_dict, _authz.get_user_id_for_username(context["user"]))
    return _view_model.shown(_model.existing(data_dict["id"]))


@tk.validate_action_data(_schema.reasoned)
def deposit_refuse(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Refuse a publication that was asked for: it is a draft again, its author gets the reason by mail.

    Args:
        context: of the call.
        data_dict: ``id``, ``reason``.

    Returns:
        The deposit, as ``deposit_show`` does; ``review`` holds the reason.

    Raises:
        ValidationError: no reason, or nobody asks for it any more.
    """
    deposit = _get("deposit_refuse", context, data_dict)
    user_id = _authz.get_user_id_for_username(context["user"])
    _releasing.refuse(deposit, user_id, data_dict["reason"].strip())
    return _view_model.shown(_model.existing(data_dict["id"]))


@tk.side_effect_free
@tk.validate_action_data(_schema.identified)
def deposit_changes(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return what a deposit changes in what is public.

    Args:
        context: of the call.
        data_dict: ``id``.

    Returns:
        ``added``, ``removed``, ``changed`` (counts of rows), ``columns``, the first rows of each (``first_added``,
        ``first_removed``, ``first_changed``: pairs before, after), ``key`` (columns that name a row), ``first``
        (nothing was public), ``choose`` (it is not said yet which file it replaces), ``since``, ``candidates``:
        for each file that it may replace while it is to be chosen, ``resource_id``, ``title``, ``counted`` (whether the
        portal kept what it holds), and then ``added``, ``removed``, ``changed``.

    Raises:
        ObjectNotFound: no such deposit, or it has no checked file.
    """
    deposit = _get("deposit_changes", context, data_dict)
    if not deposit.report.get("table") or not deposit.public_key:
        raise tk.ObjectNotFound(tk._("There is no file to check."))
    return _approval.changes_of(deposit)


def _get(action: str, context: Context, data_dict: DataDict) -> _model.Deposit:
    """Return the deposit that an action is about; to who may not, it does not exist."""
    try:
        tk.check_access(action, context, data_dict)
    except tk.NotAuthorized:
        return _model.existing("")
    return _model.existing(data_dict["id"])
