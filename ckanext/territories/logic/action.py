"""Actions of the territories plugin (every public function is exported)."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.logic import validate
from ckan.types import Action, Context, DataDict

from ckanext.territories import search as finder
from ckanext.territories import tree
from ckanext.territories.logic import schema

MAX_FOUND = 100


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


@tk.chained_action
def organization_create(up: Action, context: Context, data_dict: DataDict) -> dict[str, Any] | str:
    """Create an organisation beneath the one that `parent` names."""
    created: dict[str, Any] | str = up(context, tree.with_parent(data_dict))
    return created


@tk.chained_action
def organization_update(up: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Update an organisation; `parent` moves it, an empty one makes it stand alone, without it nothing moves."""
    updated: dict[str, Any] = up(context, tree.with_parent(data_dict))
    return updated


@tk.side_effect_free
@tk.chained_action
def organization_show(up: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Show an organisation with `parent`, the name of the one above it."""
    shown: dict[str, Any] = up(context, data_dict)
    group = tree.find(shown["id"])
    above = tree.parent_of(group) if group is not None else None
    return {**shown, "parent": above.name} if above is not None else shown
