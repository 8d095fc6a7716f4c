"""Mails: one template each, from which the text version is made, so that the two never differ.

A template extends `socle/mail/frame.html` and fills the blocks `subject` and `body`.
"""

from __future__ import annotations

import logging
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

import ckan.plugins.toolkit as tk
from ckan.lib import mailer

from ckanext.socle.language import in_portal_language

log = logging.getLogger(__name__)

BLOCKS = {"p", "h1", "h2", "h3", "ul", "ol", "table", "tr", "div"}
# What CKAN's mailer lets through besides its own exception: a server that hangs up, a name that is not found.
FAILURES = (mailer.MailerException, OSError)


class MailError(Exception):
    """The mail did not go out; the log says why. Tell the person, or try again later."""


def send(address: str, template: str, *, name: str = "", **values: object) -> None:
    """Send a mail by CKAN's mailer (and so by plugins of `INotifier`), in the language of the page or of the portal.

    Args:
        address: of who receives it.
        template: path of the template, `territories/mail/code.html`.
        name: of who receives it, when known.
        values: for the template.

    Raises:
        MailError: the portal has no mail server or address (`smtp.server`, `smtp.mail_from`), or it refused the mail.
    """
    with in_portal_language():
        html = str(tk.render(template, {"site_title": tk.config["ckan.site_title"], **values}))
    subject, text = plain(html)
    if not tk.config.get("smtp.server") or not tk.config.get("smtp.mail_from"):
        log.error("Mail “%s” was not sent: smtp.server or smtp.mail_from is not set", subject)
        raise MailError(subject)
    try:
        mailer.mail_recipient(name or address, address, foldable(subject), text, body_html=html)
    except FAILURES as error:
        log.error("Mail “%s” was not sent: %s", subject, error)  # CKAN's mailer wrote the traceback
        raise MailError(subject) from error


def plain(html: str) -> tuple[str, str]:
    """Return the subject (the page's title) and the text of a mail: paragraphs, lists, links with their address."""
    reader = _Reader()
    reader.feed(html)
    return _spaced("".join(reader.title)), reader.text()


def foldable(subject: str) -> str:
    """Return a subject that is whole when it is read again.

    Python folds a long accented subject between two words and, before 3.13, loses the space there
    (https://github.com/python/cpython/issues/92081): non-breaking ones stay.
    """
    message = EmailMessage()
    message["Subject"] = subject
    read = message_from_bytes(message.as_bytes(), policy=policy.default)
    return subject if read["Subject"] == subject else subject.replace(" ", "\u00a0")


def _spaced(text: str) -> str:
    """Write a text on one line; non-breaking spaces stay."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


class _Reader(HTMLParser):
    """Gathers a mail's title and the lines of its body."""

    def __init__(self) -> None:
        super().__init__()
        self.title: list[str] = []
        self._lines: list[str] = [""]
        self._hidden = 0
        self._in_title = False
        self._link: tuple[str, int] = ("", 0)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"style", "head"}:
            self._hidden += 1
        elif tag == "title":
            self._in_title = True
        elif tag in BLOCKS:
            self._lines += ["", ""]
        elif tag == "li":
            self._lines += ["– "]
        elif tag == "br":
            self._lines += [""]
        elif tag in {"td", "th"} and self._lines[-1].strip():
            self._lines[-1] += " | "
        elif tag == "a":
            self._link = (dict(attrs).get("href") or "", len(self._lines[-1]))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"style", "head"}:
            self._hidden -= 1
        elif tag == "title":
            self._in_title = False
        elif tag in BLOCKS - {"tr"}:
            self._lines += ["", ""]
        elif tag == "a":
            address, start = self._link
            if address and address.removeprefix("mailto:") != self._lines[-1][start:].strip():
                self._lines[-1] += f" : {address}"

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title.append(data)
        elif not self._hidden:
            kept = re.sub(r"[ \t\r\n]+", " ", data)
            self._lines[-1] += kept.lstrip(" ") if not self._lines[-1] else kept

    def text(self) -> str:
        """Return the lines, at most one empty one between two."""
        lines = "\n".join(line.rstrip(" ") for line in self._lines)
        return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"
