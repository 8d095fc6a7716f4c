"""The feeds of a body for people's readers: Atom (RFC 4287) and RSS 2.0. Without CKAN.

Identifiers are the portal's own UUIDs (``urn:uuid:…``), which no change of title, address or domain changes; times are
in UTC, as both specifications let every reader understand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import format_datetime
from xml.etree import ElementTree as ET

ATOM = "http://www.w3.org/2005/Atom"
CONTENT_TYPES = {"atom": "application/atom+xml; charset=utf-8", "rss": "application/rss+xml; charset=utf-8"}
# What XML 1.0 has no way to write (production 2 of its grammar), and a description pasted from a PDF may hold.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One publication.

    Attributes:
        id: UUID of the dataset.
        summary: plain text.
        file: address of its main file, empty without one.
    """

    id: str
    title: str
    url: str
    summary: str
    published: datetime
    updated: datetime
    file: str = ""


@dataclass(frozen=True)
class Feed:
    """The newest publications of a body.

    Attributes:
        id: UUID of the organisation.
        page: address of its page.
        address: of the feed itself.
        updated: when there is no entry.
    """

    id: str
    title: str
    author: str
    language: str
    page: str
    address: str
    updated: datetime
    entries: Sequence[Entry]

    @property
    def last(self) -> datetime:
        """When something last changed."""
        return max((each.updated for each in self.entries), default=self.updated)


def moment(text: str) -> datetime:
    """Read a time as CKAN writes it: ISO 8601, UTC though it does not say so."""
    read = datetime.fromisoformat(text)
    return read.replace(tzinfo=timezone.utc) if read.tzinfo is None else read.astimezone(timezone.utc)


def write(feed: Feed, kind: str) -> bytes:
    """Write a feed, as ``atom`` or ``rss``."""
    root = _atom(feed) if kind == "atom" else _rss(feed)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _atom(feed: Feed) -> ET.Element:
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": feed.language})
    _text(root, "id", f"urn:uuid:{feed.id}")
    _text(root, "title", feed.title)
    _text(root, "updated", _iso(feed.last))
    _text(ET.SubElement(root, "author"), "name", feed.author)
    ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": feed.address})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page})
    for each in feed.entries:
        entry = ET.SubElement(root, "entry")
        _text(entry, "id", f"urn:uuid:{each.id}")
        _text(entry, "title", each.title)
        _text(entry, "published", _iso(each.published))
        _text(entry, "updated", _iso(each.updated))
        ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": each.url})
        if each.file:
            ET.SubElement(entry, "link", {"rel": "related", "href": each.file})
        _text(entry, "summary", each.summary)
    return root


def _rss(feed: Feed) -> ET.Element:
    root = ET.Element("rss", {"version": "2.0", "xmlns:atom": ATOM})
    channel = ET.SubElement(root, "channel")
    _text(channel, "title", feed.title)
    _text(channel, "link", feed.page)
    _text(channel, "description", feed.title)
    _text(channel, "language", feed.language)
    _text(channel, "lastBuildDate", format_datetime(feed.last))
    ET.SubElement(channel, "atom:link", {"rel": "self", "type": "application/rss+xml", "href": feed.address})
    for each in feed.entries:
        item = ET.SubElement(channel, "item")
        _text(item, "title", each.title)
        _text(item, "link", each.url)
        _text(item, "guid", f"urn:uuid:{each.id}").set("isPermaLink", "false")
        _text(item, "pubDate", format_datetime(each.updated))
        _text(item, "description", each.summary)
    return root


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = _UNWRITABLE.sub("", text)
    return element


def _iso(time: datetime) -> str:
    return time.replace(microsecond=0).isoformat().replace("+00:00", "Z")
