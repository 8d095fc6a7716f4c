"""Who gets a file: everyone once it was looked at and decided on; until then, those who may edit its dataset.

The seam is CKAN's right ``resource_show``: its own download address, the stable one of ``datagouv``, ``resource_show``
and every door of the DataStore ask it. Lists of resources (``package_show``, ``package_search``, the feeds,
``resource_search``) do not; what they return is filtered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz, model
from ckan.types import Context

from ckanext.scdl_validation import config, decisions, personal, states
from ckanext.scdl_validation.model import Held
from ckanext.scdl_validation.results import Outcome


def before_check(*, is_upload: bool) -> Held:
    """Return what holds a file that nobody has looked at: a link's is public wherever it lies."""
    return Held.WAITING if is_upload and config.hold_personal_data() else Held.NO


def verdict(outcome: Outcome, owner_org: str) -> Held:
    """Return what holds a file that was checked."""
    if not released(outcome.personal, outcome.file_hash, owner_org):
        return Held.UNDECIDED
    return Held.INVALID if config.refuse_invalid() and outcome.status in {"failure", "error"} else Held.NO


def released(found: Mapping[str, Any], file_hash: str, owner_org: str) -> bool:
    """Whether nothing that was found, by ``personal.summary``, is left to decide on, or the policy does not mind."""
    if not config.hold_personal_data() or not found:
        return True
    return personal.is_released(found, decisions.standing(file_hash, {owner_org}))


def refresh(owner_org: str, file_hash: str) -> list[str]:
    """Hold or let go the files of a body that hold these bytes, after a decision; commit; return those let go."""
    freed = []
    for state in states.of_file(owner_org, file_hash):
        if state.held not in {Held.NO.value, Held.UNDECIDED.value}:
            continue
        before, free = state.held, released(state.personal, file_hash, owner_org)
        state.held = (_once_decided(state.resource_id) if free else Held.UNDECIDED).value
        if before and not state.held:
            freed.append(state.resource_id)
    model.Session.commit()
    return freed


def _once_decided(resource_id: str) -> Held:
    """What still holds a file when nothing is left to decide: its errors, where the policy refuses them."""
    resource = model.Resource.get(resource_id)
    wrong = resource is not None and (resource.extras or {}).get("validation_status") in {"failure", "error"}
    return Held.INVALID if wrong and config.refuse_invalid() else Held.NO


def may_edit(user: str, package_id: str) -> bool:
    """Whether a person may change a dataset, and so sees its files in any case."""
    if not user:
        return False
    context = Context(user=user, auth_user_obj=model.User.get(user))
    return bool(authz.is_authorized("package_update", context, {"id": package_id})["success"])


def is_closed(context: Context, resource_id: str) -> bool:
    """Whether the file of a resource is kept from whoever asks."""
    if not states.held([resource_id]):
        return False
    resource = model.Resource.get(resource_id)
    return resource is not None and not may_edit(context.get("user") or "", resource.package_id)


def strip(context: Context, packages: Iterable[dict[str, Any]]) -> None:
    """Take out of datasets the resources whose file is kept from whoever asks."""
    if context.get("ignore_auth") or context.get("for_update"):
        return
    listed = [each for each in packages if each.get("resources")]
    closed = states.held([resource["id"] for each in listed for resource in each["resources"]])
    for package in listed:
        inside = [each for each in package["resources"] if each["id"] not in closed]
        if len(inside) < len(package["resources"]) and not may_edit(context.get("user") or "", package["id"]):
            package["resources"] = inside
            package["num_resources"] = len(inside)


def sentence(held: str) -> str:
    """Say why a file is not public, to who may change that."""
    if held == Held.WAITING.value:
        return str(tk._("Nobody has looked at this file yet: the public gets it once it is checked."))
    if held == Held.UNDECIDED.value:
        return str(tk._("Personal data may be in this file: decide on it before the public gets it."))
    return str(tk._("This file has errors, and the portal does not publish such files: replace it."))
