"""What waits for somebody in a territory, in one list: questions, files that do not go out, refusals, demands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.plugins import PluginImplementations
from ckan.types import Context

from ckanext.observatory import questions
from ckanext.territories import joining, tree
from ckanext.territories.interfaces import ADDRESS, PERSONAL, REFUSED, IWaiting
from ckanext.territories.interfaces import BLOCKED as FILE

DEMAND = "demand"
KINDS = (*questions.KINDS, PERSONAL, FILE, REFUSED, ADDRESS, DEMAND)
STATES, MOST = questions.STATES, questions.MOST


@dataclass(frozen=True)
class Item:
    """Something to look at.

    Attributes:
        kind: one of ``KINDS``.
        about: what it is about, in words: the data, or who asks.
        text: what was said, or why the file does not go out.
        link: path of the page where it is dealt with.
    """

    id: str
    kind: str
    state: str
    organization: str
    title: str
    about: str
    text: str
    date: str
    link: str
    word: str = ""


def items(context: Context, organization: str) -> list[Item]:
    """Return all that waits, and the questions that were dealt with, the open first, then the newest.

    Args:
        context: of the call: files show to who may see them.
        organization: id of the body above.
    """
    below = {row["id"]: row for row in tree.rows_below([organization])}
    told = _told(context["user"], below)
    found = [*_questions(below), *_files(context, organization, below), *told, *_demands(below)]
    newest = sorted(found, key=lambda each: each.date, reverse=True)
    return sorted(newest, key=lambda each: each.state != questions.OPEN)[:MOST]


def chosen(found: Iterable[Item], values: Mapping[str, str]) -> list[Item]:
    """Return what the filters of an address keep; what they do not know counts for nothing."""
    kind, state = values.get("what", ""), values.get("state", "")
    return [
        each
        for each in found
        if (kind not in KINDS or each.kind == kind) and (state not in STATES or each.state == state)
    ]


def table(found: Sequence[Item], words: Mapping[str, str]) -> list[list[str]]:
    """Return the list as text, its header first."""
    header = [tk._("Kind"), tk._("State"), tk._("Body"), tk._("About"), tk._("What is said"), tk._("Date")]
    header += [tk._("Answer"), tk._("Address")]
    return [
        header,
        *(
            [
                words[each.kind],
                words[each.state],
                each.title,
                each.about,
                each.text,
                each.date[:10],
                each.word,
                each.link,
            ]
            for each in found
        ),
    ]


def shown(item: Item) -> dict[str, Any]:
    """Return something to look at as the API gives it."""
    return asdict(item)


def _title(row: Any) -> str:  # noqa: ANN401
    return str(row["title"] or row["name"])


def _questions(below: Mapping[str, Any]) -> Iterable[Item]:
    for each in questions.of_bodies(below, MOST):
        subject = questions.subject_title(each)
        link = str(tk.h.url_for("questions.answer", id=each.id))
        title, date = _title(below[each.owner_org]), each.created.isoformat()
        yield Item(each.id, each.kind, each.state, each.owner_org, title, subject, each.text, date, link, each.word)


def _files(context: Context, organization: str, below: Mapping[str, Any]) -> Iterable[Item]:
    """Deposits that do not go out as they are, as the deposits' room tells them."""
    asked = {"organization": organization}
    for each in tk.get_action("deposit_blocked_list")({"user": context["user"]}, asked):
        body, kind = each["organization"], PERSONAL if each["reason"] == "personal" else FILE
        link = str(tk.h.url_for("deposit.resume", id=each["id"]))
        about = (body, _title(below[body]), each["plain_name"], _why(each), each["modified"], link)
        yield Item(each["id"], kind, questions.OPEN, *about)


def _told(user: str, below: Mapping[str, Any]) -> Iterable[Item]:
    """What the other rooms tell of the bodies."""
    for plugin in PluginImplementations(IWaiting):
        for each in plugin.waiting(user, list(below)):
            title, date = _title(below[each.organization]), each.date.isoformat()
            about = (each.organization, title, each.about, each.text, date, each.link)
            yield Item(each.id, each.kind, questions.OPEN, *about)


def _why(blocked: Mapping[str, Any]) -> str:
    sentences = {
        "errors": tk.ungettext("{count} point to correct", "{count} points to correct", blocked["error_count"]),
        "unreadable": tk._("The file cannot be read"),
        "personal": tk._("Nobody has decided yet on what may be personal data"),
        "refused": tk._("Refused: {reason}"),
    }
    said = {"count": tk.h.localised_number(blocked["error_count"]), "reason": blocked["sentence"]}
    return str(sentences[blocked["reason"]]).format(**said)


def _demands(below: Mapping[str, Any]) -> Iterable[Item]:
    for each in joining.demands(below):
        row = below[each.organization_id]
        link = f"{tk.h.url_for('territories_people.team', organization=row['name'])}#demandes"
        date = each.created.isoformat()
        yield Item(each.id, DEMAND, questions.OPEN, row["id"], _title(row), each.email, each.sentence, date, link)
