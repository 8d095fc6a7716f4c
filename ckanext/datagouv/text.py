"""Text that goes through a harvester unharmed."""

from __future__ import annotations

import re

# What XML 1.0 (section 2.2) cannot hold, escaped or not: one such character breaks the whole page of a feed.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AUTOLINK = re.compile(r"<((?:https?|ftp|mailto):[^<>\s]+|[^<>\s@/]+@[^<>\s]+)>", re.IGNORECASE)
_LINK = re.compile(r"<a\s[^<>]*?href\s*=\s*[\"']([^\"'<>]+)[\"'][^<>]*>(.*?)</a\s*>", re.IGNORECASE | re.DOTALL)
_LINE_BREAK = re.compile(r"<br\s*/?>\n?|<li\b[^<>]*>", re.IGNORECASE)
_BLOCK_END = re.compile(r"</(?:p|div|ul|ol|table|tr|h[1-6]|blockquote|pre)\s*>\n*", re.IGNORECASE)
_TAG = re.compile(
    r"<!--.*?-->|</?(?:a|abbr|b|blockquote|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|q|s|small|span|strike|strong|"
    r"sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul)\b[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_TAG_LIKE = re.compile(r"<(?=[A-Za-z/!?])([^<>]*)>?")


def clean(value: object) -> str | None:
    """Return the text of a field without what XML cannot hold and without blank ends; None if nothing is left."""
    return _NOT_IN_XML.sub("", "" if value is None else str(value)).strip() or None


def plain_markdown(value: object) -> str | None:
    """Return a Markdown text in which nothing looks like an HTML tag; None if it is empty.

    udata takes a description that holds one tag, even `<https://…>`, for HTML as a whole and flattens its paragraphs
    and lists. Links, line breaks and paragraphs are written in Markdown, other tags go, and what only looks like a tag
    («<nom de la commune>») keeps its words between single guillemets.
    """
    text = clean(value)
    if not text or "<" not in text:
        return text
    text = _LINK.sub(r"[\2](\1)", _AUTOLINK.sub(r"\1", text))
    text = _LINE_BREAK.sub(lambda found: "\n* " if found[0][1:3].lower() == "li" else "\n", text)
    text = _TAG.sub("", _BLOCK_END.sub("\n\n", text))
    return clean(_TAG_LIKE.sub(r"‹\1›", text))
