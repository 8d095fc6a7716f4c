"""Actions of the observatory (every public function is exported)."""

from __future__ import annotations

from datetime import datetime as _datetime
from datetime import timezone as _timezone
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model as _model
from ckan.types import Context, DataDict

from ckanext.observatory import config as _config
from ckanext.observatory import facts as _facts
from ckanext.observatory import rules as _rules
from ckanext.observatory import states as _states
from ckanext.observatory import view_model as _view_model
from ckanext.observatory.logic import schema as _schema
from ckanext.territories import tree as _tree


@tk.side_effect_free
def observatory_rules(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return what the law and the portal ask for, each with its text.

    Args:
        context: of the call.
        data_dict: nothing.

    Returns:
        name, schema, plain_name, level, bodies, population, staff, condition, period, why, references.
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


def _of_bodies(context: Context, ids: list[str]) -> list[dict[str, Any]]:
    asked, today = _rules.load(_config.obligations()), _datetime.now(_timezone.utc).date()
    known = _facts.of(context, ids)
    answer = []
    for body, shown in _facts.bodies(ids):
        dues = _states.dues(body, asked, known.get(body.id, _states.Facts()), today)
        counts = {state.value: count for state, count in _states.counts(dues).items()}
        answer.append({"organization": shown, "counts": counts, "states": [_view_model.state(each) for each in dues]})
    return answer
