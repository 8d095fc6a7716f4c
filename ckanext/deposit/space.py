"""What the space shows of each commune: its obligations where the portal keeps them, in the words of a town hall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.plugins import plugin_loaded

from ckanext.deposit.pages import act
from ckanext.scdl import registry

# So many communes show all that is due on one page; beyond, one chooses first.
AT_ONCE = 5
LISTED = 50
# What waits for the person, the most urgent first.
_OPEN = ("late", "to-correct", "draft", "to-publish")

Town = dict[str, Any]
DueShown = dict[str, Any]


def towns(bodies: Iterable[Mapping[str, str]], *, in_full: bool) -> list[Town]:
    """Return communes with how many obligations are in each state and, in full, with each obligation.

    Args:
        bodies: ``name`` and ``title`` of each.
        in_full: also ``asked`` (by law) and ``advised``, lists of what is due.
    """
    listed = [{"name": each["name"], "title": each["title"]} for each in bodies]
    if not plugin_loaded("observatory") or not listed:
        return [{**each, "counts": {}, "asked": [], "advised": []} for each in listed]
    found = act("observatory_states", organizations=[each["name"] for each in listed])
    rules = {each["name"]: each for each in act("observatory_rules")} if in_full else {}
    by_name = {each["organization"]["name"]: each for each in found}
    return [_town(each, by_name[each["name"]]["states"], rules) for each in listed if each["name"] in by_name]


def asked(organization: str, schema: str, period: str) -> DueShown | None:
    """Return what is due of some data for a period, None when the body is not asked for it."""
    if not plugin_loaded("observatory"):
        return None
    [found] = towns([{"name": organization, "title": ""}], in_full=True) or [{"asked": [], "advised": []}]
    return next(
        (each for each in [*found["asked"], *found["advised"]] if (each["schema"], each["period"]) == (schema, period)),
        None,
    )


def period_words(key: str) -> str:
    """Return a period in words: «année 2025», «1er trimestre 2025»; nothing for what always stands."""
    year, _, quarter = key.partition("-T")
    words = {
        "1": tk._("first quarter of {year}"),
        "2": tk._("second quarter of {year}"),
        "3": tk._("third quarter of {year}"),
        "4": tk._("fourth quarter of {year}"),
        "": tk._("year {year}"),
    }
    return words[quarter].format(year=year) if year.isdigit() else ""


def _town(body: Town, states: list[dict[str, Any]], rules: Mapping[str, Mapping[str, Any]]) -> Town:
    counts = {state: len([each for each in _bound(states) if each["state"] == state]) for state in _OPEN}
    dues = [_due(each, rules[each["rule"]]) for each in states] if rules else []
    dues.sort(key=lambda due: _OPEN.index(due["state"]) if due["state"] in _OPEN else len(_OPEN))
    return {
        **body,
        "counts": counts,
        "asked": [each for each in dues if each["level"] != "recommended"],
        "advised": [each for each in dues if each["level"] == "recommended"],
    }


def _bound(states: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the law asks for, and what was begun: advice is not counted as work."""
    return [each for each in states if each["level"] != "recommended" or each["state"] in {"draft", "to-correct"}]


def _due(state: dict[str, Any], rule: Mapping[str, Any]) -> DueShown:
    return {
        **state,
        "plain_name": registry.words(state["schema"]).plain_name,
        "period_words": period_words(state["period"]),
        "why": rule["why"],
        "condition": rule["condition"],
        "may_be_nil": rule["nil"],
        "may_be_same": rule["same"],
        "references": rule["references"],
    }
