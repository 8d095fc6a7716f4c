"""Actions of the room (every public function is exported)."""

from __future__ import annotations

from dataclasses import asdict as _asdict
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz as _authz
from ckan.types import Context, DataDict

from ckanext.datagouv import card as _card
from ckanext.datagouv import checkup as _checkup
from ckanext.datagouv import left_out as _left_out
from ckanext.datagouv import profile as _profile
from ckanext.datagouv.roundtrip import model as _roundtrip
from ckanext.datagouv.roundtrip import shown as _shown


@tk.side_effect_free
def datagouv_left_out(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return what the feeds leave out of a dataset, or mend, so that data.gouv.fr takes the rest.

    Args:
        context: of the call.
        data_dict: ``id`` (or name) of the dataset.

    Returns:
        For each value: ``field``, ``resource`` (id of the file, none for a field of the dataset), ``value``, ``code``
        and ``message``, a sentence that says what becomes of it and what to do.
    """
    tk.check_access("datagouv_left_out", context, data_dict)
    package = tk.get_action("package_show")(Context(user=context["user"]), {"id": tk.get_or_bust(data_dict, "id")})
    around = _profile.surroundings(package, _profile.owner(package.get("owner_org")))
    words = _left_out.sentences()
    found = _left_out.left_out(package, _card.dataset_card(package, around), around)
    return [{**_asdict(each), "message": words[each.code]} for each in found]


@tk.side_effect_free
def datagouv_check(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Foresee what data.gouv.fr will make of an organisation's feed, without asking it.

    Args:
        context: of the call.
        data_dict: ``id`` (or name) of the organisation.

    Returns:
        ``feed`` (its address), ``counts`` of the datasets by ``state`` (``whole``, ``partly``, ``lost``), ``score``
        (mean number of the nine criteria of quality fulfilled), ``datasets``, each with ``findings`` (``code``,
        ``effect``, ``what``, ``todo``), ``left_out`` and ``criteria`` (``name``, ``label``, ``done``, ``todo``), and
        ``leaving``: those that data.gouv.fr will archive. ``presence`` of each dataset, and ``source``, are what the
        last nightly check saw there; null before it.

    Raises:
        ObjectNotFound: there is no such organisation.
    """
    identifier = tk.get_or_bust(data_dict, "id")
    tk.check_access("datagouv_check", context, {"id": identifier})
    shown = {"id": identifier, "include_datasets": False, "include_users": False, "include_dataset_count": False}
    organization = tk.get_action("organization_show")(Context(user=context["user"], ignore_auth=True), shown)
    return _checkup.check(organization, _roundtrip.held(organization["id"]))


@tk.side_effect_free
def datagouv_presence_show(context: Context, data_dict: DataDict) -> dict[str, Any] | None:
    """Return whether a dataset has arrived on data.gouv.fr, as the last nightly check saw it.

    Args:
        context: of the call.
        data_dict: ``id`` (or name) of the dataset.

    Returns:
        ``state`` (``present``, ``incomplete``, ``waiting``, ``absent``), ``sentence``, ``problems`` (what is wrong and
        what to do; only for who may edit the dataset), ``since``, ``checked``, ``url``; null before the first check.

    Raises:
        ObjectNotFound: there is no such dataset.
    """
    package = tk.get_action("package_show")(Context(user=context["user"]), {"id": tk.get_or_bust(data_dict, "id")})
    tk.check_access("datagouv_presence_show", context, {"id": package["id"]})
    found = _shown.presence(package["id"])
    editing = _authz.is_authorized_boolean("package_update", context, {"id": package["id"]})
    return found if found is None or editing else {**found, "problems": []}
