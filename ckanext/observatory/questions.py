"""Questions and reports of visitors about what a body has published: kept, told to the body, answered or closed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.base import BaseModel
from ckan.model.types import make_uuid
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.observatory.contacts import now
from ckanext.socle import mail
from ckanext.territories import entry, joining, roles, tree

QUESTION, PROBLEM = "question", "problem"
KINDS = (QUESTION, PROBLEM)
OPEN, ANSWERED, CLOSED = "open", "answered", "closed"
STATES = (OPEN, ANSWERED, CLOSED)
# Listed at once.
MOST = 1000
ASKED, REPLY = "observatory/mail/question.html", "observatory/mail/answer.html"
# Of one network address, and about one body, within the window in which entries are counted.
PER_VISITOR, PER_BODY = 5, 60
# A letter to a town hall, not an article.
LONGEST = 4000
# Who asked is of use while somebody may come back to it, and no longer (GDPR, article 5, 1, e).
REMEMBERED = timedelta(days=365)


class Question(BaseModel):
    """What a visitor asked or reported.

    Attributes:
        package_id: of the dataset that it is about; empty for the body as a whole.
        kind: ``question`` or ``problem``.
        email: of who asks, empty when they want no answer.
        state: ``open``, ``answered`` or ``closed``.
        word: the answer, or why it was closed.
        closed_by: id of who answered or closed it.
    """

    __tablename__ = "observatory_question"

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=make_uuid)
    owner_org: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    package_id: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    kind: Mapped[str] = mapped_column(sa.UnicodeText)
    text: Mapped[str] = mapped_column(sa.UnicodeText)
    name: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    email: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    state: Mapped[str] = mapped_column(sa.UnicodeText, default=OPEN)
    word: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    created: Mapped[datetime] = mapped_column(sa.DateTime, default=now)
    closed: Mapped[datetime | None] = mapped_column(sa.DateTime)
    closed_by: Mapped[str] = mapped_column(sa.UnicodeText, default="")


@dataclass(frozen=True)
class About:
    """What a question is about: a body, or one of its public datasets."""

    group: model.Group
    package: model.Package | None = None

    @property
    def title(self) -> str:
        """The name of the dataset, or of the body."""
        named = self.package or self.group
        return str(named.title or named.name)


def about(dataset: str, organization: str) -> About:
    """Return what a question is about.

    Raises:
        ObjectNotFound: no public dataset, or no body, is called so.
    """
    package = model.Package.get(dataset) if dataset else None
    if dataset and (package is None or package.private or package.state != "active" or package.type != "dataset"):
        raise tk.ObjectNotFound(tk._("There is no such publication here."))
    return About(tree.required(str(package.owner_org) if package is not None else organization), package)


def ask(subject: About, visitor: str, **said: str) -> Question:
    """Keep what a visitor says and tell the body; a mail server that is away loses nothing.

    Raises:
        TooManyError: this network address, or many together, wrote much within the hour.
    """
    entry.count(f"question:{visitor}", PER_VISITOR)
    entry.count(f"questions-about:{subject.group.id}", PER_BODY)
    package_id = subject.package.id if subject.package is not None else ""
    question = Question(owner_org=subject.group.id, package_id=package_id, **said)
    model.Session.add(question)
    model.Session.commit()
    question_id, title, body = question.id, subject.title, entry.body_label(subject.group)
    values = {**said, "title": title, "body": body, "question_id": question_id}
    for address in _told(subject):
        _send(address, ASKED, values)
    return required(question_id)


def required(question_id: str) -> Question:
    """Return a question, as the database has it now.

    Raises:
        ObjectNotFound: there is none.
    """
    found: Question | None = model.Session.get(Question, question_id, populate_existing=True)
    if found is None:
        raise tk.ObjectNotFound(tk._("There is no such question here."))
    return found


def close(question: Question, word: str, by: str, *, answer: bool) -> bool:
    """Answer a question, by mail to who left an address, or close it with a word; of two people, one does it."""
    state = ANSWERED if answer else CLOSED
    change = sa.update(Question).where(Question.id == question.id, Question.state == OPEN)
    done = model.Session.execute(change.values(state=state, word=word, closed=now(), closed_by=by))
    model.Session.commit()
    kept = required(question.id)
    if done.rowcount and answer and kept.email:
        body = entry.body_label(tree.required(kept.owner_org))
        _send(kept.email, REPLY, {"word": word, "text": kept.text, "title": subject_title(kept), "body": body})
    return bool(done.rowcount)


def forget_visitors() -> int:
    """Take the names and addresses of visitors out of the questions that were settled long ago; return of how many."""
    old = sa.and_(Question.state != OPEN, Question.closed < now() - REMEMBERED)
    change = sa.update(Question).where(old, sa.or_(Question.name != "", Question.email != "")).values(name="", email="")
    done = model.Session.execute(change.execution_options(synchronize_session=False))
    model.Session.commit()
    return int(done.rowcount)


def subject_title(question: Question) -> str:
    """Return the name of what a question is about, as it is called now."""
    package = model.Package.get(question.package_id) if question.package_id else None
    return About(model.Group.get(question.owner_org), package).title


def of_bodies(owner_orgs: Collection[str] | None, limit: int, state: str = "") -> list[Question]:
    """Return the questions about some bodies (None: all), of a state or all: the open ones first, then the newest."""
    wanted = _about(sa.select(Question), owner_orgs, state)
    ordered = wanted.order_by(sa.case((Question.state == OPEN, 0), else_=1), Question.created.desc())
    return list(model.Session.scalars(ordered.limit(limit)))


def count_open(owner_orgs: Collection[str] | None) -> int:
    """Return how many questions about some bodies (None: all) wait for an answer."""
    return int(model.Session.scalar(_about(sa.select(sa.func.count(Question.id)), owner_orgs, OPEN)) or 0)


def places(user: str) -> set[str] | None:
    """Return the identifiers of the bodies whose questions a person answers; None for all."""
    found = roles.bodies(user)
    return None if found is None else {key for key, (held, _row) in found.items() if held.publishes}


def shown(question: Question) -> dict[str, Any]:
    """Return a question as the API gives it to who may answer it."""
    names = ("id", "kind", "text", "name", "email", "state", "word", "package_id")
    by = model.User.get(question.closed_by) if question.closed_by else None
    return {
        **{name: getattr(question, name) for name in names},
        "organization": question.owner_org,
        "about": subject_title(question),
        "created": question.created.isoformat(),
        "closed": question.closed.isoformat() if question.closed else None,
        "closed_by": by.display_name if by else "",
    }


def _about(wanted: sa.Select[Any], owner_orgs: Collection[str] | None, state: str) -> sa.Select[Any]:
    within = wanted if owner_orgs is None else wanted.where(Question.owner_org.in_(owner_orgs))
    return within.where(Question.state == state) if state else within


def _told(subject: About) -> list[str]:
    """The contact of the dataset, else the official address of the body, else those who decide for it."""
    contact = str((subject.package.extras or {}).get("contact_email") or "") if subject.package is not None else ""
    address = contact or entry.official_email(subject.group)
    return [address] if address else [str(each.email) for each in joining.deciders(subject.group)]


def _send(address: str, template: str, values: dict[str, Any]) -> None:
    try:
        mail.send(address, template, **values)
    except mail.MailError:
        return  # `mail` logs why; the question stands in the lists
