"""What an animator does with the files of a territory: prepare drafts, see what is blocked (all public is exported)."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.deposit import blocked as _blocked
from ckanext.deposit import prepared as _prepared
from ckanext.deposit.logic import schema as _schema
from ckanext.territories import tree as _tree


@tk.validate_action_data(_schema.prepared)
def deposit_prepare(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Make a draft for a body of one's territory, check it, and ask its town hall by mail to publish it.

    The same file twice makes one draft. A new file takes the place of the draft that was prepared before, as long as
    nobody has touched it. Nothing is published before the town hall answers.

    Args:
        context: of the call.
        data_dict: ``organization``, ``schema``, ``upload`` (multipart), ``replace`` (true: in the place of what the
            body has published of this data, if there is one; false: beside it).

    Returns:
        ``outcome`` (``asked``, ``to-correct``: something is to be corrected or chosen first, ``unchanged``,
        ``taken-up``: the town hall works on the earlier draft or refused it), ``deposit_id``, ``told``: ``address`` and
        ``delivered`` of each letter.

    Raises:
        ObjectNotFound: no active organisation is called so.
    """
    group = _tree.required(data_dict["organization"])
    tk.check_access("deposit_prepare", context, {"organization": group.id})
    done = _prepared.prepare(
        context, group.id, data_dict["schema"], data_dict["upload"], replace=bool(data_dict["replace"])
    )
    told = [{"address": address, "delivered": delivered} for address, delivered in done.told]
    return {"outcome": done.outcome.value, "deposit_id": done.deposit_id, "told": told}


@tk.side_effect_free
@tk.validate_action_data(_schema.of_body)
def deposit_blocked_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return the files of a territory that do not go out as they are, and why; the last changed first.

    Args:
        context: of the call.
        data_dict: ``organization``, the body above.

    Returns:
        At most a thousand: ``id, organization`` (id), ``schema, plain_name, error_count, modified``, ``reason``
        (``errors``, ``unreadable``, ``personal``: nobody decided on personal data, ``refused``) and ``sentence``, what
        who refused it wrote.
    """
    group = _tree.required(data_dict["organization"])
    tk.check_access("deposit_blocked_list", context, {"organization": group.id})
    return _blocked.beneath(group.id)
