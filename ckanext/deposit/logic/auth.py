"""Who may do what with a deposit: who has a role for its body prepares it, all but contributors publish it."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan import authz as _authz
from ckan import model as _ckan_model
from ckan.types import AuthResult, Context, DataDict

from ckanext.deposit import addresses as _addresses
from ckanext.deposit import approval as _approval
from ckanext.deposit import bodies as _bodies
from ckanext.deposit import declarations as _declarations
from ckanext.deposit import model as _model
from ckanext.deposit import versions as _versions
from ckanext.territories import roles as _roles


def deposit_create(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may prepare publications of the body."""
    allowed = _bodies.may_prepare(context["user"], data_dict.get("organization", ""))
    return {"success": allowed, "msg": tk._("You do not act for this public body.")}


def deposit_organization_search(context: Context, data_dict: DataDict) -> AuthResult:  # noqa: ARG001
    """Everyone who is logged in: the answer holds their own bodies."""
    return {"success": bool(context["user"])}


def deposit_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Everyone who is logged in, for all their bodies; for one body, who acts for it."""
    organisation = data_dict.get("organization")
    return {
        "success": bool(context["user"]) and (not organisation or _bodies.may_prepare(context["user"], organisation))
    }


def deposit_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Who acts for the deposit's body."""
    deposit = _model.get(str(data_dict.get("id", "")))
    return {"success": deposit is not None and _bodies.may_prepare(context["user"], deposit.owner_org)}


def deposit_errors(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the deposit."""
    return deposit_show(context, data_dict)


def deposit_file(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the deposit."""
    return deposit_show(context, data_dict)


def deposit_check(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the deposit."""
    return deposit_show(context, data_dict)


def deposit_publish(context: Context, data_dict: DataDict) -> AuthResult:
    """Who publishes for the deposit's body: a contributor prepares it only."""
    deposit = _model.get(str(data_dict.get("id", "")))
    allowed = deposit is not None and _bodies.may_publish(context["user"], deposit.owner_org)
    sentence = tk._("You prepare this file. Somebody who publishes for this public body does the rest.")
    return {"success": allowed, "msg": sentence}


def deposit_delete(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the deposit."""
    return deposit_show(context, data_dict)


def deposit_answer(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the deposit."""
    return deposit_show(context, data_dict)


def deposit_repair(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the deposit."""
    return deposit_show(context, data_dict)


def deposit_columns(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the deposit."""
    return deposit_show(context, data_dict)


def deposit_change_schema(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the deposit."""
    return deposit_show(context, data_dict)


def deposit_personal_data(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the deposit."""
    return deposit_show(context, data_dict)


def deposit_cancel(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the deposit."""
    return deposit_show(context, data_dict)


def deposit_load(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the deposit."""
    return deposit_show(context, data_dict)


def deposit_download(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the deposit."""
    return deposit_show(context, data_dict)


def deposit_address_create(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may publish for the body: what comes from there is published in their name."""
    return deposit_nil_create(context, data_dict)


def deposit_address_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Everyone who is logged in, for all their bodies; for one body, who acts for it."""
    return deposit_list(context, data_dict)


def deposit_address_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Who acts for the body of the address."""
    address = _addresses.get(str(data_dict.get("id", "")))
    return {"success": address is not None and _bodies.may_prepare(context["user"], address.owner_org)}


def deposit_address_update(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may publish for the body of the address."""
    address = _addresses.get(str(data_dict.get("id", "")))
    return {"success": address is not None and _bodies.may_publish(context["user"], address.owner_org)}


def deposit_address_delete(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may change the address."""
    return deposit_address_update(context, data_dict)


def deposit_address_fetch(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may change the address."""
    return deposit_address_update(context, data_dict)


def deposit_nil_create(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may publish for the body: a declaration is public."""
    allowed = _bodies.may_publish(context["user"], data_dict.get("organization", ""))
    return {"success": allowed, "msg": tk._("You do not publish for this public body.")}


def deposit_nil_withdraw(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may publish for the body of the declaration."""
    found = _declarations.get(str(data_dict.get("id", "")))
    return {"success": found is not None and _bodies.may_publish(context["user"], found.owner_org)}


@tk.auth_allow_anonymous_access
def deposit_nil_list(context: Context, data_dict: DataDict) -> AuthResult:  # noqa: ARG001
    """Everybody: a declaration stands on the commune's page."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def deposit_outline(context: Context, data_dict: DataDict) -> AuthResult:  # noqa: ARG001
    """Everybody: the drafts are those of the visitor's own bodies."""
    return {"success": True}


def deposit_again(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may publish for the body."""
    return deposit_create(context, data_dict)


@tk.auth_allow_anonymous_access
def deposit_version_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the dataset."""
    return _authz.is_authorized("package_show", context, {"id": data_dict["id"]})


@tk.auth_allow_anonymous_access
def deposit_version_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the file as it is now; a version that was withdrawn, who may publish for the body."""
    found = _versions.get(str(data_dict.get("id", "")))
    package = _ckan_model.Package.get(found.package_id) if found else None
    if found is None or package is None or package.state != "active":
        return {"success": False}
    if found.hidden:
        return {"success": _bodies.may_prepare(context.get("user", ""), package.owner_org)}
    return _authz.is_authorized("resource_show", context, {"id": found.resource_id})


def deposit_withdraw(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may publish for the body of the dataset."""
    package = _ckan_model.Package.get(str(data_dict.get("id", "")))
    return {"success": package is not None and _bodies.may_publish(context["user"], package.owner_org)}


def deposit_put_back(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may publish for the body of the dataset."""
    return deposit_withdraw(context, data_dict)


def deposit_withdrawal_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Everyone who is logged in, for their own bodies."""
    return deposit_list(context, data_dict)


def deposit_request(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the deposit: who prepares it may ask for its publication."""
    return deposit_show(context, data_dict)


def deposit_refuse(context: Context, data_dict: DataDict) -> AuthResult:
    """Who approves the publications of the deposit's body."""
    deposit = _model.get(str(data_dict.get("id", "")))
    return {"success": deposit is not None and _approval.may_answer(context["user"], deposit)}


def deposit_prepare(context: Context, data_dict: DataDict) -> AuthResult:
    """Who animates the territory of the body, or operates the portal."""
    held = _roles.held(context["user"], str(data_dict.get("organization", "")))
    allowed = held is not None and held.role in {_roles.Role.OPERATOR, _roles.Role.ANIMATOR}
    return {"success": allowed, "msg": tk._("You do not animate the territory of this public body.")}


def deposit_blocked_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Who animates the territory of the body, or operates the portal."""
    return deposit_prepare(context, data_dict)


def deposit_changes(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the deposit."""
    return deposit_show(context, data_dict)


def deposit_rows_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the deposit."""
    return deposit_show(context, data_dict)


def deposit_rows_save(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the deposit."""
    return deposit_show(context, data_dict)


def deposit_rows_check(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the deposit."""
    return deposit_show(context, data_dict)


def deposit_rows_send(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may see the deposit."""
    return deposit_show(context, data_dict)
