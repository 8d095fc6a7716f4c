"""Actions on declarations, and the outline of many bodies at once (every public function is exported)."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz as _authz
from ckan import model as _ckan_model
from ckan.types import Context, DataDict

from ckanext.deposit import bodies as _bodies
from ckanext.deposit import declarations as _declarations
from ckanext.deposit import model as _model
from ckanext.deposit.logic import schema as _schema


@tk.validate_action_data(_schema.declared)
def deposit_nil_create(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Declare for a body that there is nothing to publish for a period, or that its last table still holds.

    Done twice, it is declared once.

    Args:
        context: of the call.
        data_dict: ``organization``; ``schema``, its name in the catalogue; ``period``: ``2025``, ``2025-T2`` (second
            quarter) or ``permanent``; ``kind``: ``nil`` (default) or ``same``.

    Returns:
        The declaration: id, organization, schema, period, kind, created, withdrawn.

    Raises:
        ValidationError: no such data or period, the other kind was declared, or no such body can be without.
    """
    tk.check_access("deposit_nil_create", context, data_dict)
    group = _ckan_model.Group.get(data_dict["organization"])
    user_id = _authz.get_user_id_for_username(context["user"])
    values = (data_dict["schema"], data_dict["period"], data_dict["kind"], user_id)
    return _declarations.shown(_declarations.declare(group.id, *values))


@tk.validate_action_data(_schema.identified)
def deposit_nil_withdraw(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Take a declaration back. It is kept, with who did it and when.

    Args:
        context: of the call.
        data_dict: ``id``.

    Returns:
        The declaration.

    Raises:
        ObjectNotFound: there is none of that id, or it is of a body that the user cannot publish for.
    """
    try:
        tk.check_access("deposit_nil_withdraw", context, data_dict)
    except tk.NotAuthorized as err:
        raise tk.ObjectNotFound(tk._("There is no such declaration.")) from err
    user_id = _authz.get_user_id_for_username(context["user"])
    return _declarations.shown(_declarations.withdraw(data_dict["id"], user_id))


@tk.side_effect_free
@tk.validate_action_data(_schema.of_body)
def deposit_nil_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return the declarations of a body that are in force, the newest first. They are public.

    Args:
        context: of the call.
        data_dict: ``organization``.

    Raises:
        ObjectNotFound: no active organisation is called so.
    """
    tk.check_access("deposit_nil_list", context, data_dict)
    group = _ckan_model.Group.get(data_dict["organization"])
    if group is None or not group.is_organization or group.state != "active":
        raise tk.ObjectNotFound(tk._("This organisation is not in the portal."))
    return [_declarations.shown(each) for each in _declarations.in_force([group.id])]


@tk.side_effect_free
@tk.validate_action_data(_schema.outline)
def deposit_outline(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return what many bodies have in draft and have declared, in two queries.

    Args:
        context: of the call.
        data_dict: ``organizations``: ids.

    Returns:
        ``drafts``, only of the bodies that the user may publish for: id, organization, schema, state, error_count,
        modified; ``declarations``, as ``deposit_nil_list`` has them.
    """
    tk.check_access("deposit_outline", context, data_dict)
    asked = set(data_dict["organizations"])
    allowed = _bodies.allowed_ids(context["user"])
    own = asked if allowed is None else asked & allowed
    drafts = [
        {
            "id": each.id,
            "organization": each.owner_org,
            "schema": each.schema_name,
            "state": each.state,
            "error_count": each.error_count,
            "modified": each.modified.isoformat(),
        }
        for each in _model.open_drafts(own)
    ]
    return {"drafts": drafts, "declarations": [_declarations.shown(each) for each in _declarations.in_force(asked)]}
