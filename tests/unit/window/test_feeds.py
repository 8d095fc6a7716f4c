"""Atom and RSS, read again as their specifications say."""

from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

import pytest

from ckanext.window import feeds

ATOM = f"{{{feeds.ATOM}}}"
NOON = datetime(2026, 11, 29, 12, 0, 0, 123456, tzinfo=timezone.utc)
ENTRY = feeds.Entry(
    "0001", "Budget <2026> & annexes", "https://p.example/d", "Vot\x0bé", NOON, NOON, "https://p.example/f"
)


def feed(*entries):
    page = "https://p.example/o"
    return feeds.Feed("0000", "Châteaudun", "Châteaudun", "fr", page, f"{page}.atom", NOON, entries)


def test_atom_has_what_rfc_4287_asks_for():
    root = ET.fromstring(feeds.write(feed(ENTRY), "atom"))
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}id") == "urn:uuid:0000"
    assert root.findtext(f"{ATOM}updated") == "2026-11-29T12:00:00Z"
    entry = root.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == "urn:uuid:0001"
    assert entry.findtext(f"{ATOM}title") == "Budget <2026> & annexes"
    assert {link.get("rel") for link in root.findall(f"{ATOM}link")} == {"self", "alternate"}


def test_rss_has_lasting_identifiers_that_are_no_addresses():
    item = ET.fromstring(feeds.write(feed(ENTRY), "rss")).find("channel/item")
    assert (item.findtext("guid"), item.find("guid").get("isPermaLink")) == ("urn:uuid:0001", "false")
    assert parsedate_to_datetime(item.findtext("pubDate")) == NOON.replace(microsecond=0)


@pytest.mark.parametrize("kind", feeds.CONTENT_TYPES)
def test_signs_that_xml_cannot_write_are_left_out(kind):
    assert "Voté" in "".join(ET.fromstring(feeds.write(feed(ENTRY), kind)).itertext())


@pytest.mark.parametrize("kind", feeds.CONTENT_TYPES)
def test_a_body_without_publication_has_a_feed(kind):
    assert b"2026" in feeds.write(feed(), kind)


def test_times_without_zone_are_utc():
    assert feeds.moment("2026-11-29T12:00:00.123456") == NOON
