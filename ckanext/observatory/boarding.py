"""Communes taken on board: a list read, organisations opened, invitations sent and kept in the history."""

from __future__ import annotations

import logging
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from werkzeug.datastructures import FileStorage

from ckanext.observatory import contacts
from ckanext.scdl import ScdlError
from ckanext.scdl.reading import read
from ckanext.socle.language import in_portal_language
from ckanext.territories import entry, mergers, onboarding, tree
from ckanext.territories.loading import Loader

log = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
LARGEST = 2 * MEGABYTE


def listed(group: model.Group, upload: FileStorage) -> tuple[dict[str, str], list[onboarding.Problem]]:
    """Read a list of communes, CSV or workbook: those of the territory, and what is odd line by line.

    Raises:
        ValidationError: it is too large or cannot be read.
    """
    content = upload.stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        sentence = tk._("The file is over {limit} MB.").format(limit=LARGEST // MEGABYTE)
        raise tk.ValidationError({"upload": [sentence]})
    try:
        table = read(content, known=onboarding.CODES)
    except ScdlError as err:
        lang = "en" if str(tk.h.lang() or "fr").startswith("en") else "fr"
        raise tk.ValidationError({"upload": [err.message(lang)]}) from err
    return onboarding.read(table, onboarding.candidates(group))


def take(organization: str, communes: dict[str, str], user_id: str) -> dict[str, int]:
    """Take communes on board (a job); safe to run again: what is done is not done twice.

    Args:
        organization: id of the body above.
        communes: INSEE code → address, empty for none.
        user_id: who invites.

    Returns:
        How many of each outcome.
    """
    group, user = tree.find(organization), model.User.get(user_id)
    counts: dict[str, int] = {}
    if group is None or user is None:
        return counts
    known, loader = {each.code: each for each in onboarding.candidates(group)}, Loader()
    with in_portal_language():
        for code, email in communes.items():
            if code not in known:
                continue
            done = onboarding.take(loader, group, known[code], email, user)
            counts[done] = counts.get(done, 0) + 1
            if done in {onboarding.INVITED, onboarding.UNSENT}:
                _keep(code, user_id, delivered=done == onboarding.INVITED)
    log.info("Communes of %s taken on board: %s", organization, counts)
    return counts


def _keep(code: str, user_id: str, *, delivered: bool) -> None:
    place = mergers.by_insee_code(code)
    if place is not None:
        told: dict[str, Any] = {
            "owner_org": place.id,
            "kind": contacts.INVITATION,
            "address": entry.official_email(place),
        }
        contacts.add(contacts.Contact(**told, content="", delivered=delivered, user_id=user_id))
