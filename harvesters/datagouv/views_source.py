"""What a person does to a source with a button: run it, stop it, empty it, delete it.

ckanext-harvest does all four on a mere visit of an address, so that a link in a mail, opened by somebody signed in,
empties a catalogue. These take a form with CKAN's token against forged requests; its addresses lead to the page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, Response
from ckanext.harvest.logic import HarvestJobExists, HarvestSourceInactiveError
from ckanext.socle.harvesters.datagouv.sources import HARVEST
from flask import Blueprint

BY_ADDRESS = ("harvester.refresh", "harvester.clear", "harvester.delete", "harvester.job_abort")


def register(blueprint: Blueprint) -> None:
    """Add the buttons' addresses, and lead those of ckanext-harvest to the source's page."""
    blueprint.add_url_rule("/<source>/<any(run,stop,clear,delete):what>", "act", act, methods=["POST"])
    blueprint.before_app_request(not_by_address)


def not_by_address() -> Response | None:
    """Answer a visit of an address of ckanext-harvest that would act with the page that has the button."""
    if tk.request.endpoint not in BY_ADDRESS or tk.request.method == "POST":
        return None
    asked = tk.request.view_args or {}
    return tk.redirect_to("harvester.admin", id=asked.get("source") or asked["id"])


def act(source: str, what: str) -> Response:
    """Do what the button says, and lead back to the source's page, which says how it went."""
    doing: dict[str, Callable[[str], str]] = {"run": _run, "stop": _stop, "clear": _clear, "delete": _delete}
    try:
        tk.h.flash_success(doing[what](source))
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return tk.abort(404, tk._("This page does not exist, or is not yours."))
    except HarvestJobExists:
        tk.h.flash_notice(tk._("A run is already under way; the next one can begin when it has ended."))
    except HarvestSourceInactiveError:
        tk.h.flash_error(tk._("This source was deleted. Put it back on the page “Change”, then run it."))
    return tk.redirect_to("harvester.admin", id=source)


def _run(source: str) -> str:
    _act("harvest_job_create", source_id=_show(source)["id"], run=True)
    return str(tk._("The run begins within a minute. This page says where it stands."))


def _stop(source: str) -> str:
    shown = _show(source)
    last = shown["status"].get("last_job")
    tk.check_access("harvest_job_abort", _context(), {"source_id": shown["id"]})
    if not last or last["status"] not in ("New", "Running"):
        return str(tk._("No run is under way."))
    _act("harvest_job_abort", source_id=shown["id"])
    return str(tk._("The run is stopped. What it had already brought stays."))


def _clear(source: str) -> str:
    _act("harvest_source_clear", id=_show(source)["id"])
    return str(tk._("The source is empty: its datasets and its past runs are gone."))


def _delete(source: str) -> str:
    _act("harvest_source_delete", id=_show(source)["id"])
    return str(tk._("The source is deleted. Its datasets stay."))


def _show(source: str) -> dict[str, Any]:
    found = _act("harvest_source_show", id=source)
    if found["type"] != HARVEST:
        raise tk.ObjectNotFound
    return found


def _act(action: str, **data: object) -> dict[str, Any]:
    found: dict[str, Any] = tk.get_action(action)(_context(), data)
    return found


def _context() -> Context:
    # ckanext-harvest takes the session from it.
    return {"user": tk.current_user.name, "model": model, "session": model.Session}
