"""What there is to say of an address: on its page, and by mail to who gave it, once for each thing that changes."""

from __future__ import annotations

import logging
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model as ckan_model

from ckanext.deposit import addresses, bodies, model, people
from ckanext.deposit.addresses import Address
from ckanext.deposit.states import State
from ckanext.deposit.unattended import PUBLISHED, REQUESTED, TO_ANSWER
from ckanext.scdl import ScdlError, registry
from ckanext.socle import mail

log = logging.getLogger(__name__)

TEMPLATE, MOVED = "deposit/mail/address.html", "deposit/mail/address_moved.html"
WAITING, SET_ASIDE, FAULT, PAUSED = "waiting", "set-aside", "fault", "paused"


def shown(address: Address) -> dict[str, Any]:
    """Return an address as the API and the pages give it."""
    body = bodies.body(address.owner_org)
    deposit = model.get(address.deposit_id) if address.deposit_id else None
    state = state_of(address, deposit)
    days = {name: getattr(address, name) for name in ("tried", "read", "due")}
    return {
        "id": address.id,
        "organization": {"id": address.owner_org, "name": body.name, "title": body.title},
        "schema": {"name": address.schema_name, "plain_name": registry.words(address.schema_name).plain_name},
        "url": address.url,
        "every": address.every,
        "state": state,
        "paused": address.paused,
        "fetching": addresses.is_begun(address),
        "failures": address.failures,
        "words": words(address, state),
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "deposit_id": deposit.id if deposit and _state_of_file(address, deposit) in {TO_ANSWER, REQUESTED} else None,
        "package_id": deposit.package_id if deposit and deposit.state == State.PUBLISHED else None,
    }


def state_of(address: Address, deposit: model.Deposit | None) -> str:
    """Return where an address stands: what became of its last file may have been changed by a person since."""
    if address.paused:
        return PAUSED
    if address.fault:
        return FAULT
    return _state_of_file(address, deposit)


def words(address: Address, state: str) -> str:
    """Return a sentence on why nothing new is public; empty when all is well."""
    if address.paused == addresses.RIGHTS:
        return str(tk._("Whoever gave this address does not publish for this body any more."))
    if address.paused == addresses.MERGED:
        return str(tk._("The commune has merged, and the new one has its own address for these data."))
    if address.fault and (state == FAULT or address.paused == addresses.FAILURES):
        return ScdlError(address.fault["code"], **address.fault["params"]).message(
            "en" if str(tk.h.lang()).startswith("en") else "fr"
        )
    return str(address.outcome.get("sentence") or _reasons().get(address.outcome.get("reason", ""), ""))


def tell(address: Address) -> None:
    """Write to who gave an address, if something changed since they were last written to.

    Without a mail server it is told another time.
    """
    deposit = model.get(address.deposit_id) if address.deposit_id else None
    news, told = _news(address, deposit), address.told
    if news == told:
        return
    mended = not news and told.startswith((FAULT, PAUSED))
    address_id = address.id
    if (news or mended) and not _send(address, mended=mended):
        return
    addresses.change(address_id, told=news)


def tell_moved(address: Address, former: str, *, restored: bool = False) -> None:
    """Write to who gave an address that it is now fetched for the new commune, or again for one that is restored.

    Who does not publish there is not written to: the next fetch stops, and those who do are told why.
    """
    user = ckan_model.User.get(address.user_id)
    if user is not None and user.email and bodies.may_publish(user.name, address.owner_org):
        title = ckan_model.Group.get(former).title
        _write(user, MOVED, {"given": shown(address), "former": title, "restored": restored})


def _state_of_file(address: Address, deposit: model.Deposit | None) -> str:
    state = str(address.outcome.get("state", WAITING))
    if state in {TO_ANSWER, REQUESTED}:
        if deposit is None:
            return SET_ASIDE
        return {State.PUBLISHED: PUBLISHED, State.REQUESTED: REQUESTED}.get(State(deposit.state), TO_ANSWER)
    return state


def _news(address: Address, deposit: model.Deposit | None) -> str:
    """What changed, in one word: the same news is told once, a draft once for each file."""
    state = state_of(address, deposit)
    if state == PAUSED:
        return f"{PAUSED}:{address.paused}"
    if state == FAULT:
        return f"{FAULT}:{address.fault['code']}"
    return f"{state}:{address.digest}" if state in {TO_ANSWER, REQUESTED} else ""


def _send(address: Address, *, mended: bool) -> bool:
    told = shown(address)
    values = {"given": told, "state": told["state"], "mended": mended}
    sent = True
    for person in _readers(address):
        sent = _write(person, TEMPLATE, values) and sent
    return sent


def _write(person: ckan_model.User, template: str, values: dict[str, Any]) -> bool:
    try:
        mail.send(person.email, template, name=person.display_name, **values)
    except mail.MailError as error:
        log.warning("%s was not told of the address %s: %s", person.name, values["given"]["id"], error)
        return False
    return True


def _readers(address: Address) -> list[ckan_model.User]:
    """Who gave the address; all those who publish for the body, once this person does not."""
    author = ckan_model.User.get(address.user_id)
    if author and author.state == "active" and author.email and bodies.may_publish(author.name, address.owner_org):
        return [author]
    return people.publishers(address.owner_org)


def _reasons() -> dict[str, str]:
    return {
        "errors": tk._("The file has points to correct."),
        "unreadable": tk._("No table could be read from the file."),
        "stopped": tk._("The check of the file was stopped."),
        "questions": tk._("The file can be read in two ways: only you can say which is right."),
        "personal": tk._("The file holds data about people: say what becomes of them."),
        "other-schema": tk._("The file looks like other data than those that you chose."),
        "several": tk._("Several files of these data are public: say which one is replaced."),
        "withdrawn": tk._("These data were taken down: only you can make them public again."),
        "fewer": tk._("The file has lost more than half of its rows: say whether this is meant."),
    }
