"""Actions of the territories plugin (every public function is exported)."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.logic import validate
from ckan.types import Action, Context, DataDict

from ckanext.socle import mail
from ckanext.territories import acting, delegations, entry, joining, mailbox, people, roles, tree
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


@validate(schema.invite)
def territories_invite(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Invite somebody by e-mail to act for a body. The link of the mail gives the role to who follows it.

    Args:
        context: of CKAN.
        data_dict: `organization`, `email`, `role` (`publisher` or `contributor`), `sentence` for the mail.

    Returns:
        The invitation, as `territories_team` has it.

    Raises:
        ValidationError: a wrong address or role, or the mail did not go out.
    """
    tk.check_access("territories_invite", context, data_dict)
    group, by = tree.required(data_dict["organization"]), model.User.get(context["user"])
    role = roles.Role(data_dict["role"])
    try:
        return joining.shown(joining.invite(group, data_dict["email"].lower(), role, data_dict["sentence"], by))
    except mail.MailError as error:
        raise tk.ValidationError({"email": [tk._("The mail did not go out. Try again later.")]}) from error
    except entry.TooManyError as error:
        raise tk.ValidationError({"email": [tk._("You sent many messages. Wait an hour.")]}) from error


@validate(schema.join)
def territories_join(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Ask to act for a body: its publishers and its nearest animators get a mail, and decide.

    Args:
        context: of CKAN.
        data_dict: `organization`, `sentence` (who one is, for those who decide).

    Returns:
        The demand, as `territories_team` has it.

    Raises:
        ValidationError: no sentence, or the mail did not go out.
    """
    tk.check_access("territories_join", context, data_dict)
    group, user = tree.required(data_dict["organization"]), model.User.get(context["user"])
    try:
        return joining.shown(joining.ask(group, user, data_dict["sentence"]))
    except mail.MailError as error:
        raise tk.ValidationError({"sentence": [tk._("The mail did not go out. Try again later.")]}) from error
    except entry.TooManyError as error:
        raise tk.ValidationError({"sentence": [tk._("You sent many messages. Wait an hour.")]}) from error


@tk.side_effect_free
@validate(schema.team)
def territories_team(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return who acts for a body, and the log of invitations and demands.

    Args:
        context: of CKAN.
        data_dict: `organization`.

    Returns:
        `people` (`id, name, display_name, email, role, manages`) and `accesses`, the last first: `id, kind`
        (`invitation` or `request`), `email, role, sentence, state` (`open, accepted, refused, withdrawn`), `open`,
        `user, created_by, created, expires, closed, closed_by`.
    """
    tk.check_access("territories_team", context, data_dict)
    group = tree.required(data_dict["organization"])
    return {"people": joining.team(group), "accesses": [joining.shown(each) for each in joining.listed(group.id)]}


@validate(schema.decide)
def territories_access_decide(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Accept or refuse a demand to join; the person gets a mail.

    Args:
        context: of CKAN.
        data_dict: `id` of the demand, `accept` (true or false).

    Raises:
        ValidationError: somebody decided before, or it is an invitation.
    """
    tk.check_access("territories_access_decide", context, data_dict)
    access = joining.get(data_dict["id"])
    by = model.User.get(context["user"])
    if access is None or access.kind != joining.REQUEST or not joining.decide(access, data_dict["accept"], by):
        raise tk.ValidationError({"id": [tk._("This demand is already decided.")]})
    return joining.shown(joining.get(access.id) or access)


@validate(schema.identified)
def territories_access_withdraw(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Take back an open invitation, or one's own demand.

    Args:
        context: of CKAN.
        data_dict: `id`.

    Raises:
        ValidationError: it is closed already.
    """
    tk.check_access("territories_access_withdraw", context, data_dict)
    access = joining.get(data_dict["id"])
    if access is None or not joining.withdraw(access, model.User.get(context["user"])):
        raise tk.ValidationError({"id": [tk._("This demand is already decided.")]})
    return joining.shown(joining.get(access.id) or access)


@validate(schema.person_withdraw)
def territories_person_withdraw(context: Context, data_dict: DataDict) -> None:
    """Take a person's role in a body away; they get a mail. A person may leave on their own.

    Args:
        context: of CKAN.
        data_dict: `organization`, `user` (name or id).

    Raises:
        ObjectNotFound: no such person or body.
    """
    tk.check_access("territories_person_withdraw", context, data_dict)
    group, user = tree.required(data_dict["organization"]), model.User.get(data_dict["user"])
    if user is None:
        raise tk.ObjectNotFound(tk._("Nobody has this account."))
    joining.leave(group, user)


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
    if not tree.names_groups(context, data_dict):
        shown = up(context, data_dict)
        return {**shown, **tree.shown_above(context["group"])}
    shown = up(context, {**data_dict, "include_groups": False})
    return {**shown, **tree.shown_above(context["group"], with_groups=True)}
