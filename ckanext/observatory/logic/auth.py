"""Rights of the observatory (every public function is exported)."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict

from ckanext.observatory import territory as _territory
from ckanext.territories import roles as _roles


@tk.auth_allow_anonymous_access
def observatory_rules(_context: Context, _data_dict: DataDict) -> AuthResult:
    """Everybody: it is the law."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def observatory_dues(_context: Context, _data_dict: DataDict) -> AuthResult:
    """Everybody: it is worked out from what is public; drafts show only to those who may publish for the body."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def observatory_states(_context: Context, _data_dict: DataDict) -> AuthResult:
    """Everybody, as ``observatory_dues``."""
    return {"success": True}


def observatory_desk(context: Context, data_dict: DataDict) -> AuthResult:
    """Who animates the territory: an administrator of the body (no commune) or of one above, or an operator."""
    allowed = _territory.animates(context["user"], str(data_dict.get("organization", "")))
    return {"success": allowed, "msg": tk._("You do not animate this territory.")}


def observatory_reminder_preview(context: Context, data_dict: DataDict) -> AuthResult:
    """Who animates the territory."""
    return observatory_desk(context, data_dict)


def observatory_reminder_send(context: Context, data_dict: DataDict) -> AuthResult:
    """Who animates the territory."""
    return observatory_desk(context, data_dict)


def observatory_reminder_set(context: Context, data_dict: DataDict) -> AuthResult:
    """Who animates the territory."""
    return observatory_desk(context, data_dict)


def observatory_contact_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Who animates the territory."""
    return observatory_desk(context, data_dict)


def observatory_batch_create(context: Context, data_dict: DataDict) -> AuthResult:
    """Who animates the territory."""
    return observatory_desk(context, data_dict)


def observatory_batch_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Who animates the territory."""
    return observatory_desk(context, data_dict)


def observatory_batch_send(context: Context, data_dict: DataDict) -> AuthResult:
    """Who animates the territory."""
    return observatory_desk(context, data_dict)


def observatory_batch_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Who animates the territory."""
    return observatory_desk(context, data_dict)


def observatory_onboarding_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Who animates the territory."""
    return observatory_desk(context, data_dict)


def observatory_onboarding_read(context: Context, data_dict: DataDict) -> AuthResult:
    """Who animates the territory."""
    return observatory_desk(context, data_dict)


def observatory_onboarding_preview(context: Context, data_dict: DataDict) -> AuthResult:
    """Who animates the territory."""
    return observatory_desk(context, data_dict)


def observatory_onboarding_send(context: Context, data_dict: DataDict) -> AuthResult:
    """Who animates the territory."""
    return observatory_desk(context, data_dict)


@tk.auth_allow_anonymous_access
def observatory_question_create(_context: Context, _data_dict: DataDict) -> AuthResult:
    """Everybody: a visitor asks, a few times an hour."""
    return {"success": True}


def observatory_question_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Who publishes for the body; without one, everyone who is logged in, who gets those of their own bodies."""
    if not data_dict.get("organization"):
        return {"success": bool(context["user"])}
    allowed = _roles.may_publish(context["user"], str(data_dict["organization"]))
    return {"success": allowed, "msg": tk._("You do not publish for this public body.")}


def observatory_question_answer(context: Context, data_dict: DataDict) -> AuthResult:
    """Who publishes for the body."""
    allowed = _roles.may_publish(context["user"], str(data_dict.get("organization", "")))
    return {"success": allowed, "msg": tk._("You do not publish for this public body.")}


def observatory_moderation_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Who animates the territory."""
    return observatory_desk(context, data_dict)
