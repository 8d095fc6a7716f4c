"""A real mail server on the loopback, for tests that read what the portal sent."""

from __future__ import annotations

import email
import re
import socket
from email.message import EmailMessage
from email.policy import default

import pytest
from aiosmtpd.controller import Controller


class Mailbox:
    """Keeps the mails that it receives; each reads as `message`'s properties."""

    def __init__(self):
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  # the name that aiosmtpd calls
        message = email.message_from_bytes(envelope.content, policy=default)
        message.rcpt_tos = envelope.rcpt_tos
        self.messages.append(message)
        return "250 OK"

    def to(self, address):
        return [each for each in self.messages if address in each.rcpt_tos]

    def last(self, address):
        return self.to(address)[-1]


def text(message):
    return message.get_body(("plain",)).get_content()


def html(message):
    return message.get_body(("html",)).get_content()


def links(message):
    return re.findall(r"https?://\S+", text(message))


@pytest.fixture
def mailbox(ckan_config, monkeypatch):
    """The portal's mail server; what it received."""
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setitem(ckan_config, "smtp.server", f"127.0.0.1:{port}")
    monkeypatch.setitem(ckan_config, "smtp.mail_from", "portail@territoire.example")
    yield box
    controller.stop()
