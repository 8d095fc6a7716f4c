"""Actions of the territories plugin (every public function is exported)."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.logic import validate
from ckan.types import Action, Context, DataDict

from ckanext.territories import acting, delegations, mailbox, people, roles, tree
from ckanext.territories import search as finder
from ckanext.territories.logic import schema

MAX_FOUND = 100
MAX_LISTED = 1000


@tk.side_effect_free
@validate(schema.tree)
def territories_tree(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return an organisation, those above it and those beneath it.

    Args:
        context: of CKAN.
        data_dict: `id`, name or id of the organisation; without it, the whole territory.

    Returns:
        `ancestors` (the topmost first) and `organizations`: the organisation asked for, or all those that stand beneath
        none. Each has `id, name, title, type, insee_code, siren`; those of `organizations` have `children` too.

    Raises:
        ObjectNotFound: no active organisation has this name or id.
    """
    tk.check_access("territories_tree", context, data_dict)
    if "id" not in data_dict:
        return {"ancestors": [], "organizations": tree.nested(tree.rows_below(tree.roots()))}
    group = tree.required(data_dict["id"])
    return {
        "ancestors": [tree.summary(above) for above in tree.ancestors(group)],
        "organizations": tree.nested(tree.rows_below([group.id])),
    }


@tk.side_effect_free
@validate(schema.search)
def territories_search(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Find organisations by name, postal code, INSEE code or SIREN.

    Args:
        context: of CKAN.
        data_dict: `q` (what was typed; accents and case do not count), `type` (kinds of body, parted by commas),
            `limit` (10 by default, 100 at most), `permission` (say `create_dataset`: only where the user has it, by a
            role there or above).

    Returns:
        Organisations, the best first: `id, name, title, label, type, insee_code, siren, postal_codes` (list),
        `population, parent` (`name` and `title`, or null).
    """
    tk.check_access("territories_search", context, data_dict)
    kinds = [kind for kind in data_dict.get("type", "").replace(",", " ").split() if kind]
    permission = data_dict.get("permission")
    places = tree.places_of(context, permission) if permission else None
    return finder.search(data_dict["q"], kinds, min(data_dict["limit"], MAX_FOUND), places)


@tk.side_effect_free
@validate(schema.my_bodies)
def territories_my_bodies(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return the bodies that the user may act for, and as what.

    Args:
        context: of CKAN.
        data_dict: `q` (words of the name, postal code, INSEE code or SIREN), `type` (kinds of body, parted by commas),
            `publishes` (true: only where the user may publish), `limit` (20 by default, 1000 at most), `offset`.

    Returns:
        `count`, and `results` by name: `id, name, title, type, insee_code, siren, role` (`operator`, `animator`,
        `publisher`, `delegate` or `contributor`, the strongest one), `publishes`, `manages` (may say who else acts for
        it), `until` (last day of a delegation, or null).
    """
    tk.check_access("territories_my_bodies", context, data_dict)
    kinds = {kind for kind in data_dict.get("type", "").replace(",", " ").split() if kind}
    found = acting.bodies(context["user"], data_dict["q"], kinds, publishes=data_dict["publishes"])
    start = data_dict["offset"]
    return {"count": len(found), "results": found[start : start + min(data_dict["limit"], MAX_LISTED)]}


@validate(schema.delegation_create)
def territories_delegation_create(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Let a person publish for some bodies between two dates, both included.

    Args:
        context: of CKAN.
        data_dict: `user` (name, id or e-mail of an account), `organizations` (names or ids), `starts` (a date; today by
            default), `ends` (a date), `reason` (a sentence for the log).

    Returns:
        One line of the log for each body, as `territories_delegation_list` has it.

    Raises:
        ValidationError: no such person or body, an end before the beginning or in the past.
    """
    tk.check_access("territories_delegation_create", context, data_dict)
    first, last = data_dict.get("starts") or delegations.today(), data_dict["ends"]
    if last < max(first, delegations.today()):
        raise tk.ValidationError({"ends": [tk._("The last day lies before the first one, or is over.")]})
    person = people.account(data_dict["user"])
    if person is None:
        raise tk.ValidationError({"user": [tk._("Nobody has this account. Invite the person first.")]})
    by = model.User.get(context["user"])
    ids = [tree.required(each).id for each in data_dict["organizations"]]
    rows = delegations.grant(ids, person.id, by.id if by else "", first, last, data_dict["reason"])
    return [delegations.shown(each) for each in rows]


@validate(schema.delegation_revoke)
def territories_delegation_revoke(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """End a delegation before its last day. Its line stays in the log.

    Args:
        context: of CKAN.
        data_dict: `id`, `reason`.

    Returns:
        The line of the log.

    Raises:
        ObjectNotFound: no such delegation.
    """
    tk.check_access("territories_delegation_revoke", context, data_dict)
    delegation = delegations.get(data_dict["id"])
    if delegation is None:
        raise tk.ObjectNotFound(tk._("No delegation has this number."))
    by = model.User.get(context["user"])
    delegations.revoke(delegation, by.id if by else "", data_dict["reason"])
    return delegations.shown(delegation)


@tk.side_effect_free
@validate(schema.delegation_list)
def territories_delegation_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return the log of a body's delegations, or of one's own: who acts for whom, since when, until when, why.

    Args:
        context: of CKAN.
        data_dict: `organization` (name or id); without it, those by which the user acts.

    Returns:
        The last written first: `id, organization, user, granted_by, starts, ends, reason, created, active` (counts
        today), `revoked, revoked_by, revoke_reason`.
    """
    tk.check_access("territories_delegation_list", context, data_dict)
    if data_dict.get("organization"):
        rows = delegations.listed(organization_id=tree.required(data_dict["organization"]).id)
    else:
        rows = delegations.listed(user_id=model.User.get(context["user"]).id)
    return [delegations.shown(each) for each in rows]


@tk.side_effect_free
@tk.chained_action
def organization_list_for_user(up: Action, context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """List a person's organisations, those of a delegation included for what an editor may do."""
    found: list[dict[str, Any]] = up(context, data_dict)
    if data_dict.get("permission", "manage_group") not in roles.DELEGATED:
        return found
    person = model.User.get(data_dict.get("id") or context["user"])
    return found + acting.delegated(person, {each["id"] for each in found})


@tk.chained_action
def organization_create(up: Action, context: Context, data_dict: DataDict) -> dict[str, Any] | str:
    """Create an organisation beneath the one that `parent` names."""
    created: dict[str, Any] | str = up(context, tree.with_parent(data_dict))
    return created


@tk.chained_action
def organization_update(up: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Update an organisation; `parent` moves it, an empty one makes it stand alone, without it nothing moves."""
    updated: dict[str, Any] = up(context, tree.with_parent(data_dict))
    group = tree.find(updated["id"])
    if group is not None:
        mailbox.follow(group)
    return updated


@tk.side_effect_free
@tk.chained_action
def organization_show(up: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Show an organisation with `parent`, the name of the one above it."""
    shown: dict[str, Any] = up(context, data_dict)
    group = tree.find(shown["id"])
    above = tree.parent_of(group) if group is not None else None
    return {**shown, "parent": above.name} if above is not None else shown
