"""Single values of the API, written as the portal's fields want them; what cannot be is an empty text."""

from __future__ import annotations

import re
from datetime import date, datetime, timezone
from urllib.parse import urlsplit

EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
TAG_LENGTHS = range(2, 101)  # ckan.model.tag


def day(text: str) -> str:
    """Return a whole day, from a date or a moment; empty for none."""
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return ""


def moment(text: str) -> str:
    """Return a moment in UTC, to the second; empty for none."""
    try:
        read = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return ""
    aware = read if read.tzinfo else read.replace(tzinfo=timezone.utc)
    return aware.astimezone(timezone.utc).replace(microsecond=0, tzinfo=None).isoformat()


def email(text: str) -> str:
    """Return an e-mail address that CKAN's form accepts."""
    return text if EMAIL.fullmatch(text) and text.isascii() else ""


def tag_name(text: str) -> str:
    """Return a keyword of CKAN: letters, digits, space, `-_.`, of 2 to 100 characters."""
    name = re.sub(r"[^\w .-]", " ", text).strip()
    return name if len(name) in TAG_LENGTHS else ""


def web_address(text: str) -> bool:
    """Tell whether a text is the address of something on the web."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https", "ftp") and bool(parts.netloc)
