"""Actions of the tables that are typed on the portal (every public function is exported)."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz as _authz
from ckan.types import Context, DataDict

from ckanext.deposit import model as _model
from ckanext.deposit import online as _online
from ckanext.deposit import view_model as _view_model
from ckanext.deposit.logic import schema as _schema
from ckanext.deposit.logic.action import _get


@tk.side_effect_free
@tk.validate_action_data(_schema.identified)
def deposit_rows_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return the online table of a deposit.

    Args:
        context: of the call.
        data_dict: ``id`` of the deposit.

    Returns:
        ``version`` (0 when nothing was typed yet), ``columns``, ``rows`` (lists of texts), ``modified``; ``own``, what
        the portal writes by itself in each row, by column.

    Raises:
        ObjectNotFound: there is none, or the user may not prepare for its body.
    """
    deposit = _get("deposit_rows_show", context, data_dict)
    kept, own = _online.get(deposit.id), _online.own(deposit)
    if kept is None:
        return {"version": 0, "columns": [], "rows": [], "modified": None, "own": own}
    modified = kept.modified.isoformat()
    return {"version": kept.version, "columns": kept.columns, "rows": kept.rows, "modified": modified, "own": own}


@tk.validate_action_data(_schema.rows)
def deposit_rows_save(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Keep the online table of a deposit, in place of the version that was open.

    Args:
        context: of the call.
        data_dict: ``id`` of the deposit; ``columns``, names; ``rows``, lists of texts; ``version``, the one that was
            open (0); ``writer``, a name for the page or the program that types: its own versions, whose answer may have
            been lost, are no conflict.

    Returns:
        ``version``, ``modified``, ``count`` (of the rows that say something).

    Raises:
        ValidationError: ``version``: somebody else saved meanwhile, nothing is overwritten; ``rows``: this is no table,
            or too large a one; ``id``: the deposit is published.
    """
    deposit = _get("deposit_rows_save", context, data_dict)
    table = _online.parsed(data_dict["columns"], data_dict["rows"])
    user_id = _authz.get_user_id_for_username(context["user"], allow_none=True) or ""
    kept = _online.save(deposit, table, data_dict["version"], data_dict["writer"], user_id)
    typed = _model.existing(deposit.id).typed
    return {"version": kept.version, "modified": kept.modified.isoformat(), "count": typed or 0}


@tk.side_effect_free
@tk.validate_action_data(_schema.identified)
def deposit_rows_check(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Check the online table of a deposit as the file that it will be; nothing changes.

    Args:
        context: of the call.
        data_dict: ``id`` of the deposit.

    Returns:
        ``version`` that was checked; ``faults``: row (index in ``rows``, None for the whole table), column, message,
        level (``error`` or ``warning``), the first thousand of ``count``.

    Raises:
        ValidationError: nothing was typed yet.
    """
    return _online.faults(_get("deposit_rows_check", context, data_dict))


@tk.validate_action_data(_schema.identified)
def deposit_rows_send(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Make the file of a deposit of its online table, and check it, as ``deposit_file`` does with a file.

    Args:
        context: of the call.
        data_dict: ``id`` of the deposit.

    Returns:
        The deposit, as ``deposit_show`` does.

    Raises:
        ValidationError: no row says anything, or the deposit is published.
    """
    deposit = _get("deposit_rows_send", context, data_dict)
    _online.send(deposit)
    return _view_model.shown(_model.existing(deposit.id))
