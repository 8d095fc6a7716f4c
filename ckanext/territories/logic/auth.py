"""Rights of the territories plugin (every public function is exported)."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan import authz as _authz
from ckan import model
from ckan.types import AuthFunction, AuthResult, Context, DataDict

from ckanext.territories import delegations as _delegations
from ckanext.territories import joining as _joining
from ckanext.territories import roles as _roles
from ckanext.territories import tree as _tree


@tk.auth_allow_anonymous_access
def territories_tree(_context: Context, _data_dict: DataDict | None) -> AuthResult:
    """Everybody may see which bodies the portal has, as in CKAN's list of organisations."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def territories_search(_context: Context, _data_dict: DataDict | None) -> AuthResult:
    """Everybody may search the bodies that the portal has, as in CKAN's list of organisations."""
    return {"success": True}


def territories_body_prepare(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may prepare publications of a body (`organization`, name or id): anybody with a role for it."""
    allowed = _roles.may_prepare(context["user"], _organization(data_dict))
    return {"success": allowed, "msg": tk._("You do not act for this public body.")}


def territories_body_publish(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may publish for a body (`organization`, name or id): all but its contributors."""
    allowed = _roles.may_publish(context["user"], _organization(data_dict))
    return {"success": allowed, "msg": tk._("You do not publish for this public body.")}


def territories_body_people(context: Context, data_dict: DataDict) -> AuthResult:
    """Who may say who acts for a body (`organization`, name or id): its own publishers, and animators above it."""
    allowed = _roles.may_manage(context["user"], _organization(data_dict))
    return {"success": allowed, "msg": tk._("You do not decide who acts for this public body.")}


def territories_my_bodies(context: Context, data_dict: DataDict) -> AuthResult:  # noqa: ARG001
    """Everybody who is logged in, for their own."""
    return {"success": bool(context["user"])}


def territories_delegation_create(context: Context, data_dict: DataDict) -> AuthResult:
    """Who decides on the people of each body."""
    named = data_dict.get("organizations") or []
    bodies = [named] if isinstance(named, str) else named
    return _each(bodies and [territories_body_people(context, {"organization": str(each)}) for each in bodies])


def territories_delegation_revoke(context: Context, data_dict: DataDict) -> AuthResult:
    """Who decides on the people of its body, and the delegate."""
    delegation = _delegations.get(str(data_dict.get("id", "")))
    if delegation is None:
        return {"success": False, "msg": tk._("No delegation has this number.")}
    person = model.User.get(context["user"])
    if person is not None and person.id == delegation.user_id:
        return {"success": True}
    return territories_body_people(context, {"organization": delegation.organization_id})


def territories_delegation_list(context: Context, data_dict: DataDict) -> AuthResult:
    """The log of a body: who decides on its people; one's own: everybody who is logged in."""
    if data_dict.get("organization"):
        return territories_body_people(context, data_dict)
    return {"success": bool(context["user"])}


def territories_invite(context: Context, data_dict: DataDict) -> AuthResult:
    """Who decides on the people of the body."""
    return territories_body_people(context, data_dict)


def territories_team(context: Context, data_dict: DataDict) -> AuthResult:
    """Who decides on the people of the body."""
    return territories_body_people(context, data_dict)


def territories_join(context: Context, data_dict: DataDict) -> AuthResult:  # noqa: ARG001
    """Everybody who is logged in."""
    return {"success": bool(context["user"])}


def territories_access_decide(context: Context, data_dict: DataDict) -> AuthResult:
    """Who decides on the people of the body that the demand is about."""
    access = _joining.get(str(data_dict.get("id", "")))
    return territories_body_people(context, {"organization": access.organization_id if access else ""})


def territories_access_withdraw(context: Context, data_dict: DataDict) -> AuthResult:
    """Who asked, and who decides on the people of the body."""
    access = _joining.get(str(data_dict.get("id", "")))
    person = model.User.get(context["user"])
    if access is not None and person is not None and access.user_id == person.id:
        return {"success": True}
    return territories_access_decide(context, data_dict)


def territories_person_withdraw(context: Context, data_dict: DataDict) -> AuthResult:
    """Who decides on the people of the body, and the person; an administrator is withdrawn by one above, or another."""
    person, shown = model.User.get(context["user"]), model.User.get(str(data_dict.get("user", "")))
    if person is not None and shown is not None and person.id == shown.id:
        return {"success": True}
    answer = territories_body_people(context, data_dict)
    capacity = _authz.users_role_for_group_or_org(_organization(data_dict), str(data_dict.get("user", "")))
    if answer["success"] and capacity == _roles.ADMIN:
        administers = _authz.has_user_permission_for_group_or_org(_organization(data_dict), context["user"], "admin")
        return {"success": administers, "msg": tk._("You do not decide who acts for this public body.")}
    return answer


@tk.auth_allow_anonymous_access
@tk.chained_auth_function
def package_create(up: AuthFunction, context: Context, data_dict: DataDict) -> AuthResult:
    """CKAN's, and a delegate for the body of the delegation."""
    owner = str((data_dict or {}).get("owner_org") or "")
    return _or_delegate(up, context, data_dict, owner)


@tk.auth_allow_anonymous_access
@tk.chained_auth_function
def package_update(up: AuthFunction, context: Context, data_dict: DataDict) -> AuthResult:
    """CKAN's, and a delegate for the datasets of the body of the delegation."""
    package = model.Package.get(str(data_dict.get("id") or "")) or context.get("package")
    return _or_delegate(up, context, data_dict, str(package.owner_org or "") if package is not None else "")


@tk.chained_auth_function
def user_list(up: AuthFunction, context: Context, data_dict: DataDict) -> AuthResult:  # noqa: ARG001
    """Operators only, where CKAN lets everybody who is logged in read all names; its look-up by letters asks this."""
    return {"success": False, "msg": tk._("Only the operator of the portal sees all its people.")}


@tk.chained_auth_function
def user_show(up: AuthFunction, context: Context, data_dict: DataDict) -> AuthResult:
    """CKAN's, for oneself and for those who act for a body that one acts for too."""
    answer = up(context, data_dict)
    shown = model.User.get(str(data_dict.get("id") or "")) or context.get("user_obj")
    if answer["success"] and shown is not None and not _roles.sees(context.get("user"), shown):
        return {"success": False, "msg": tk._("This person does not act for a public body that you act for.")}
    return answer


@tk.auth_allow_anonymous_access
@tk.chained_auth_function
def organization_list_for_user(up: AuthFunction, context: Context, data_dict: DataDict) -> AuthResult:
    """CKAN's, for oneself and for those whose account one may see: it says who acts for whom."""
    shown = model.User.get(str(data_dict.get("id") or ""))
    if shown is not None and not _roles.sees(context.get("user"), shown):
        return {"success": False, "msg": tk._("This person does not act for a public body that you act for.")}
    return up(context, data_dict)


@tk.auth_allow_anonymous_access
@tk.chained_auth_function
def member_list(up: AuthFunction, context: Context, data_dict: DataDict) -> AuthResult:
    """CKAN's for datasets and places in the tree; the people of a body are for those who act for it."""
    if data_dict.get("object_type") not in {"package", "group"}:
        return territories_body_prepare(context, data_dict)
    return up(context, data_dict)


@tk.chained_auth_function
def member_create(up: AuthFunction, context: Context, data_dict: DataDict) -> AuthResult:
    """Refuse to move an organisation through its member rows: `parent` checks both places, this would not."""
    return _refusal(data_dict) or up(context, data_dict)


@tk.chained_auth_function
def member_delete(up: AuthFunction, context: Context, data_dict: DataDict) -> AuthResult:
    """Refuse to take an organisation out of the tree through its member rows."""
    return _refusal(data_dict) or up(context, data_dict)


def _organization(data_dict: DataDict) -> str:
    return str(data_dict.get("organization") or data_dict.get("id") or "")


def _each(answers: list[AuthResult]) -> AuthResult:
    """Return the first refusal, or that there is none; nothing asked is refused."""
    nothing: AuthResult = {"success": False, "msg": tk._("Name a public body.")}
    return next((each for each in answers if not each["success"]), answers[0] if answers else nothing)


def _or_delegate(up: AuthFunction, context: Context, data_dict: DataDict, owner: str) -> AuthResult:
    answer = up(context, data_dict)
    if not answer["success"] and owner and _roles.is_delegate(context.get("user"), owner):
        return {"success": True}
    return answer


def _refusal(data_dict: DataDict) -> AuthResult | None:
    if data_dict.get("object_type") != "group" or _tree.find(str(data_dict.get("id", ""))) is None:
        return None
    return {"success": False, "msg": tk._("An organisation moves by its field “parent”.")}
