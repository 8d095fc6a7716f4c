"""Actions by which communes are taken on board (every public function is exported)."""

from __future__ import annotations

from dataclasses import asdict as _asdict
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz as _authz
from ckan import model as _model
from ckan.types import Context, DataDict

from ckanext.observatory import boarding as _boarding
from ckanext.observatory import wording as _wording
from ckanext.observatory.logic import schema as _schema
from ckanext.socle.queues import SLOW as _SLOW
from ckanext.territories import onboarding as _onboarding
from ckanext.territories import tree as _tree


@tk.side_effect_free
@tk.validate_action_data(_schema.of_body)
def observatory_onboarding_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return the communes of a territory, on board or not.

    Args:
        context: of the call.
        data_dict: ``organization``, the body above.

    Returns:
        By name: ``code`` (INSEE), ``title``, ``siren``, ``group`` (its intercommunality), ``state`` (``new``, ``open``,
        ``elsewhere``: beneath another body, ``deleted``), ``address``, ``people`` (somebody acts for it), ``invited``,
        ``asks`` (something is left to do).
    """
    group = _allowed("observatory_onboarding_list", context, data_dict)
    return [{**_asdict(each), "asks": each.asks} for each in _onboarding.candidates(group)]


@tk.validate_action_data(_schema.listed)
def observatory_onboarding_read(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Read a list of communes. Nothing is done with it yet.

    Args:
        context: of the call.
        data_dict: ``organization``, the body above; ``upload`` (multipart): a CSV or a workbook with a column of INSEE
            codes, SIREN or SIRET, and columns of names and e-mail addresses if there are.

    Returns:
        ``communes`` (INSEE code → address) and ``problems``: ``line``, ``code``, ``sentence``.

    Raises:
        ValidationError: the file cannot be read, or has no column of codes.
    """
    group = _allowed("observatory_onboarding_read", context, data_dict)
    communes, problems = _boarding.listed(group, data_dict["upload"])
    said = [{"line": each.line, "code": each.code, "sentence": _wording.odd(each)} for each in problems]
    return {"communes": communes, "problems": said}


@tk.side_effect_free
@tk.validate_action_data(_schema.onboarding)
def observatory_onboarding_preview(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return what taking communes on board would do.

    Args:
        context: of the call.
        data_dict: ``organization``, the body above; ``communes``: INSEE code → address, empty for none.

    Returns:
        Each commune as ``observatory_onboarding_list``, with ``email``, the address to write to, and ``outcome``:
        ``invited``, ``known``, ``no-address``, ``elsewhere`` or ``deleted``.
    """
    group = _allowed("observatory_onboarding_preview", context, data_dict)
    asked: dict[str, str] = data_dict["communes"]
    return [
        {
            **_asdict(each),
            "email": each.address or asked[each.code],
            "outcome": _onboarding.outcome(each, asked[each.code]),
        }
        for each in _onboarding.candidates(group)
        if each.code in asked
    ]


@tk.validate_action_data(_schema.onboarding)
def observatory_onboarding_send(context: Context, data_dict: DataDict) -> dict[str, int]:
    """Open the organisations of communes and invite their town halls, in the background; done twice, it is done once.

    Args:
        context: of the call.
        data_dict: as ``observatory_onboarding_preview``.

    Returns:
        ``bodies``: how many communes of the territory are taken on board.
    """
    group = _allowed("observatory_onboarding_send", context, data_dict)
    within = {each.code for each in _onboarding.candidates(group)}
    communes = {code: email for code, email in data_dict["communes"].items() if code in within}
    arguments = [group.id, communes, _authz.get_user_id_for_username(context["user"])]
    tk.enqueue_job(_boarding.take, arguments, title="Take communes on board", queue=_SLOW, rq_kwargs={"timeout": 3600})
    return {"bodies": len(communes)}


def _allowed(action: str, context: Context, data_dict: DataDict) -> _model.Group:
    """Return the body that an action is about, if the visitor animates its territory."""
    group = _tree.required(data_dict["organization"])
    tk.check_access(action, context, {"organization": group.id})
    return group
