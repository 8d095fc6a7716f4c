"""Actions of the room (every public function is exported)."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.scdl_validation import decisions as _decisions
from ckanext.scdl_validation import personal as _personal
from ckanext.scdl_validation.logic import schema as _schema


@tk.validate_action_data(_schema.decide)
def personal_data_decide(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Write what a person decides on personal data that was found in a file; the file goes out once all is let out.

    Args:
        context: of the call.
        data_dict: ``organization`` (id or name); ``file_hash`` (sha-256 of the file); ``decisions``, a list of
            ``finding`` (its ``key`` in the report, or the key without the row for the whole column), ``choice``
            (``publish``, ``keep-looked-at`` and ``public-by-law`` let it out; ``drop``, ``mask``, ``initials`` and the
            report's other actions say that the file must change first) and ``reason``, wanted when it is let out.

    Returns:
        The decisions as they were written: ``id``, ``organization``, ``file_hash``, ``finding``, ``kind``, ``place``
        (``column``, ``row``, ``sheet``), ``choice``, ``reason``, ``user``, ``created``.

    Raises:
        ValidationError: an unknown finding or choice, nothing decided, or something let out without a reason.
    """
    tk.check_access("personal_data_decide", context, data_dict)
    made = data_dict.get("decisions") or []
    if not made:
        raise tk.ValidationError({"decisions": [tk._("Say what you decide on at least one finding.")]})
    errors = [_unreasoned(each) for each in made]
    if any(errors):
        raise tk.ValidationError({"decisions": errors})
    return _decisions.record(data_dict["organization"], data_dict["file_hash"], context["user"], made)


@tk.side_effect_free
@tk.validate_action_data(_schema.decided)
def personal_data_decision_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return the log of decisions, the last first, as ``personal_data_decide`` returns them.

    Args:
        context: of the call.
        data_dict: ``organization`` (id or name), ``file_hash``, or both; without organisation, those of all the bodies
            that the user may publish for.

    Raises:
        ValidationError: neither was given.
    """
    tk.check_access("personal_data_decision_list", context, data_dict)
    if not data_dict.get("organization") and not data_dict.get("file_hash"):
        raise tk.ValidationError({"organization": [tk._("Name an organisation or a file.")]})
    found = _decisions.listed(data_dict.get("file_hash"), data_dict.get("organization"))
    visible = _visible(context, data_dict, {each.owner_org for each in found})
    return [_decisions.shown(each) for each in found if visible is None or each.owner_org in visible]


@tk.side_effect_free
@tk.validate_action_data(_schema.undecided)
def personal_data_undecided(context: Context, data_dict: DataDict) -> list[Any]:
    """Return the findings on which nobody has decided yet, in their order.

    Args:
        context: of the call.
        data_dict: ``file_hash``; ``findings``, a list of findings of the report or of their keys; ``organization``,
            whose decisions count (default: those of every body that the user may publish for).

    Raises:
        ValidationError: a finding without its key.
    """
    tk.check_access("personal_data_undecided", context, data_dict)
    findings = data_dict.get("findings") or []
    keys = [_key(each) for each in findings]
    orgs = {each.owner_org for each in _decisions.listed(data_dict["file_hash"])}
    standing = _decisions.standing(data_dict["file_hash"], _visible(context, data_dict, orgs))
    return [each for each, key in zip(findings, keys, strict=True) if _personal.decided(key, standing) is None]


def _key(finding: Any) -> str:  # noqa: ANN401
    """The key of a finding, given whole or by its key.

    Raises:
        ValidationError: it has none.
    """
    key = str(finding.get("key")) if isinstance(finding, dict) else str(finding)
    try:
        _personal.place(key)
    except ValueError as err:
        raise tk.ValidationError({"findings": [tk._("This is not the key of a finding of the report.")]}) from err
    return key


def _unreasoned(decision: dict[str, str]) -> dict[str, list[str]]:
    if decision["choice"] in _personal.RELEASING and not decision["reason"].strip():
        return {"reason": [tk._("Say why this can be published.")]}
    return {}


def _visible(context: Context, data_dict: DataDict, orgs: set[str]) -> set[str] | None:
    """Those of some organisations whose decisions the caller may see; None for all."""
    if data_dict.get("organization"):
        return {data_dict["organization"]}
    if context.get("ignore_auth"):
        return None
    return {each for each in orgs if _decisions.may_publish(context["user"], each)}
