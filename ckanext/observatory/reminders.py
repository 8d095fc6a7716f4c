"""Reminders to the bodies that are late: who gets one, what it says, when."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.observatory import contacts, territory
from ckanext.observatory.desk import Cell, Row
from ckanext.scdl import registry
from ckanext.socle import mail
from ckanext.socle.interfaces import ScheduledJob
from ckanext.socle.language import in_portal_language
from ckanext.socle.queues import SLOW

log = logging.getLogger(__name__)

KIND = "reminder"
TEMPLATE = "observatory/mail/reminder.html"
# Nobody is reminded twice within these days, by the schedule or by a person.
REST = timedelta(days=25)
# States of a prepared draft for as long as it waits for its town hall.
WAITING = {"awaiting", "to-correct"}
MONTHLY = "30 7 3 * *"


@dataclass(frozen=True)
class Reminder:
    """A message to write: to whom, and what is late."""

    row: Row
    late: tuple[Cell, ...]


def due(rows: Sequence[Row], day: date) -> list[Reminder]:
    """Return the reminders to send on a day: bodies that are late, can be written to, and were not asked lately.

    A draft that was prepared lately and still waits for the town hall asks for its own data, and for nothing else: the
    rest of what is late is reminded. One that was refused, or whose letter is old, asks for nothing any more.
    """
    rested = (day - REST).isoformat()
    late = [(row, _left(row, rested)) for row in rows if row.address and row.asked < rested]
    return [Reminder(row, cells) for row, cells in late if cells]


def _left(row: Row, rested: str) -> tuple[Cell, ...]:
    """What is late and not in the hands of the town hall as a draft of these days."""
    return tuple(cell for cell in row.cells.values() if cell["late"] and not _in_hand(row, cell, rested))


def _in_hand(row: Row, cell: Cell, rested: str) -> bool:
    told = row.drafts.get(registry.words(cell["schema"]).plain_name, "")
    return cell["state"] in WAITING and told >= rested


def words(reminder: Reminder) -> list[dict[str, Any]]:
    """Return what is late in the words of a town hall: ``name``, ``due`` (ISO day or None), ``period``."""
    return [
        {"name": registry.words(cell["schema"]).plain_name, "due": cell["due"], "period": cell["period"]}
        for cell in reminder.late
    ]


def values(reminder: Reminder) -> dict[str, Any]:
    """Return what the mail's template takes."""
    space = tk.h.url_for("/mon-espace", qualified=True)
    return {"title": reminder.row.title, "late": words(reminder), "link": space}


def send(organization: str, user_id: str = "") -> int:
    """Send the reminders that are due in a territory, and keep each one; safe to run again.

    Args:
        organization: identifier of the body above.
        user_id: who asked for it; empty for the schedule.

    Returns:
        How many mails went out.
    """
    site: dict[str, Any] = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    sent = 0
    with in_portal_language():
        for reminder in due(territory.rows({"user": site["name"]}, organization), contacts.now().date()):
            sent += _send(reminder, user_id)
    log.info("Reminders of %s: %s sent", organization, sent)
    return sent


def _send(reminder: Reminder, user_id: str) -> bool:
    row = reminder.row
    try:
        mail.send(row.address, TEMPLATE, name=row.title, **values(reminder))
    except mail.MailError:
        delivered = False
    else:
        delivered = True
    content = ", ".join(each["name"] for each in words(reminder))
    contacts.add(
        contacts.Contact(
            owner_org=row.id, kind=KIND, address=row.address, content=content, delivered=delivered, user_id=user_id
        )
    )
    return delivered


def send_monthly() -> None:
    """Send the reminders of every territory whose animator wants them each month."""
    for each in contacts.reminded():
        group = model.Group.get(each.owner_org)
        if group is not None and group.state == "active":
            send(each.owner_org)


def scheduled_jobs() -> list[ScheduledJob]:
    """Return the room's jobs."""
    return [ScheduledJob(send_monthly, MONTHLY, queue=SLOW)]
