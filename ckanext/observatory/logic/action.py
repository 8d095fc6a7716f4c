"""Actions of the observatory (every public function is exported)."""

from __future__ import annotations

from datetime import date as _date
from datetime import datetime as _datetime
from datetime import timezone as _timezone
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model as _model
from ckan.types import Context, DataDict

from ckanext.observatory import config as _config
from ckanext.observatory import contacts as _contacts
from ckanext.observatory import facts as _facts
from ckanext.observatory import reminders as _reminders
from ckanext.observatory import rules as _rules
from ckanext.observatory import states as _states
from ckanext.observatory import territory as _territory
from ckanext.observatory import view_model as _view_model
from ckanext.observatory.logic import schema as _schema
from ckanext.socle.kept import Kept as _Kept
from ckanext.socle.queues import SLOW as _SLOW
from ckanext.territories import tree as _tree

# Who filters and turns the pages of a grid asks for the same states each time. Those of a few bodies are soon worked
# out, and would push the grids out.
_KEPT: _Kept[list[dict[str, Any]]] = _Kept(4)
_MANY = 20


@tk.side_effect_free
def observatory_rules(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return what the law and the portal ask for, each with its text.

    Args:
        context: of the call.
        data_dict: nothing.

    Returns:
        name, schema, plain_name, level, bodies, population, staff, condition, period, nil, same, why,
        references.
    """
    tk.check_access("observatory_rules", context, data_dict)
    return [_view_model.rule(each) for each in _rules.load(_config.obligations())]


@tk.side_effect_free
@tk.validate_action_data(_schema.of_body)
def observatory_dues(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return what one body is asked for, and where it stands.

    Args:
        context: of the call.
        data_dict: ``organization``.

    Returns:
        One state for each obligation, as ``observatory_states``, with its ``obligation`` as ``observatory_rules``.

    Raises:
        ObjectNotFound: no active organisation is called so.
    """
    tk.check_access("observatory_dues", context, data_dict)
    group = _tree.required(data_dict["organization"])
    asked = {each.name: each for each in _rules.load(_config.obligations())}
    [of_body] = _of_bodies(context, [group.id])
    return [{**each, "obligation": _view_model.rule(asked[each["rule"]])} for each in of_body["states"]]


@tk.side_effect_free
@tk.validate_action_data(_schema.of_bodies)
def observatory_states(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return where many bodies stand with what they are asked for, in a few queries.

    Args:
        context: of the call.
        data_dict: ``organizations`` (names or ids), or ``parent``: all the bodies beneath one.

    Returns:
        By title: ``organization`` (id, name, title, type, insee_code, siren), ``counts`` by state, and ``states``, each
        with rule, schema, level, period, state (``to-publish``, ``draft``, ``to-correct``, ``awaiting``, ``published``,
        ``nil``, ``late``), action (``publish``, ``resume``, ``correct``, ``update``, ``wait``, ``nothing``), late, due,
        next_date, published, valid, package_id, resource_id, deposit_id, error_count, declaration. Drafts count only
        for bodies that the visitor may publish for.

    Raises:
        ObjectNotFound: the parent is no active organisation.
    """
    tk.check_access("observatory_states", context, data_dict)
    asked = data_dict["organizations"]
    group = _model.Group
    named = _model.Session.query(group.id).filter(group.id.in_(asked) | group.name.in_(asked))
    ids = [row[0] for row in named] if asked else []
    if data_dict.get("parent"):
        above = _tree.required(data_dict["parent"])
        ids += [row["id"] for row in _tree.rows_below([above.id]) if row["id"] != above.id]
    return _of_bodies(context, list(dict.fromkeys(ids)))


@tk.side_effect_free
@tk.validate_action_data(_schema.of_body)
def observatory_desk(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return where every commune of a territory stands, for who animates it.

    Args:
        context: of the call.
        data_dict: ``organization``, the body above.

    Returns:
        By title: ``id, name, title, insee_code, siren, group`` (its intercommunality), ``address``, ``contact`` (day of
        the last message), ``asked`` (day of the last that asked it to come or to publish), ``drafts`` (day of the last
        about a draft prepared for it, by the name of its data), ``last`` (day of the last publication), ``late`` (how
        many) and ``cells``: a state of ``observatory_states`` by the name of its rule.
    """
    return [
        {**vars(row), "late": row.late, "last": row.last}
        for row in _territory.rows(context, _allowed("observatory_desk", context, data_dict))
    ]


@tk.side_effect_free
@tk.validate_action_data(_schema.of_body)
def observatory_reminder_preview(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return the reminders that would go out now: ``id``, ``title``, ``address``, ``late`` (name, due, period).

    Args:
        context: of the call.
        data_dict: ``organization``, the body above.
    """
    body = _allowed("observatory_reminder_preview", context, data_dict)
    found = _reminders.due(_territory.rows(context, body), _contacts.now().date())
    return [
        {"id": each.row.id, "title": each.row.title, "address": each.row.address, "late": _reminders.words(each)}
        for each in found
    ]


@tk.validate_action_data(_schema.of_body)
def observatory_reminder_send(context: Context, data_dict: DataDict) -> dict[str, int]:
    """Send the reminders that are due, in the background; a body is not reminded twice within 25 days.

    Args:
        context: of the call.
        data_dict: ``organization``, the body above.

    Returns:
        ``bodies``: how many are to be reminded.
    """
    body = _allowed("observatory_reminder_send", context, data_dict)
    count = len(_reminders.due(_territory.rows(context, body), _contacts.now().date()))
    tk.enqueue_job(
        _reminders.send, [body, _user(context)], title="Send reminders", queue=_SLOW, rq_kwargs={"timeout": 3600}
    )
    return {"bodies": count}


@tk.validate_action_data(_schema.reminding)
def observatory_reminder_set(context: Context, data_dict: DataDict) -> dict[str, bool]:
    """Start or stop the monthly reminders of a territory.

    Args:
        context: of the call.
        data_dict: ``organization``, the body above; ``monthly``, true or false.
    """
    body = _allowed("observatory_reminder_set", context, data_dict)
    _contacts.set_reminded(body, _user(context), on=data_dict["monthly"])
    return {"monthly": data_dict["monthly"]}


@tk.side_effect_free
@tk.validate_action_data(_schema.of_body)
def observatory_contact_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return who was told what in a territory.

    Args:
        context: of the call.
        data_dict: ``organization``, the body above.

    Returns:
        ``monthly`` (whether reminders go out each month) and ``results``, the last two hundred messages, the newest
        first: ``organization`` (id), ``kind``, ``address``, ``content``, ``delivered``, ``user_id`` (empty: the
        schedule), ``sent``.
    """
    body = _allowed("observatory_contact_list", context, data_dict)
    ids = [row["id"] for row in _tree.rows_below([body])]
    told = [_view_model.contact(each) for each in _contacts.history(ids, _view_model.TOLD)]
    return {"monthly": _contacts.is_reminded(body), "results": told}


def _allowed(action: str, context: Context, data_dict: DataDict) -> str:
    """Return the id of the body that an action is about, if the visitor animates its territory."""
    group = _tree.required(data_dict["organization"])
    tk.check_access(action, context, {"organization": group.id})
    return str(group.id)


def _user(context: Context) -> str:
    user = _model.User.get(context["user"])
    return str(user.id) if user else ""


def _of_bodies(context: Context, ids: list[str]) -> list[dict[str, Any]]:
    """Return where bodies stand; the answer is kept, so nobody may change it."""
    asked, today = _rules.load(_config.obligations()), _datetime.now(_timezone.utc).date()
    if len(ids) < _MANY:
        return _worked_out(context, ids, asked, today)
    # Of what the database holds, the answer depends on the visitor too: drafts show to who may see them.
    key = (context.get("user", ""), tuple(ids), asked, today)
    return _KEPT.get(_model.Session.connection(), key, lambda: _worked_out(context, ids, asked, today))


def _worked_out(context: Context, ids: list[str], asked: tuple[_rules.Rule, ...], today: _date) -> list[dict[str, Any]]:
    known = _facts.of(context, ids)
    answer = []
    for body, shown in _facts.bodies(ids):
        dues = _states.dues(body, asked, known.get(body.id, _states.Facts()), today)
        counts = {state.value: count for state, count in _states.counts(dues).items()}
        answer.append({"organization": shown, "counts": counts, "states": [_view_model.state(each) for each in dues]})
    return answer
