"""What comes back from another server."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from pathlib import PurePosixPath
from typing import Any, NoReturn
from urllib.parse import unquote, urlsplit

from ckanext.scdl.web.exceptions import BadAnswer

NOT_MODIFIED = 304
LONGEST_NAME = 150
LONGEST_SUFFIX = 20
# Control characters, separators of every system, and characters that turn the reading direction.
NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u202a-\u202e\u2066-\u2069]+')


@dataclass(frozen=True)
class _Headed:
    url: str
    status: int
    headers: Mapping[str, str]

    @property
    def unchanged(self) -> bool:
        """Whether the server says that what the caller has is still right (304)."""
        return self.status == NOT_MODIFIED

    @property
    def media_type(self) -> str:
        """The media type in lower case, without its parameters; empty when the server does not say."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def etag(self) -> str | None:
        """What to give back in ``If-None-Match``."""
        return self.headers.get("etag")

    @property
    def last_modified(self) -> str | None:
        """What to give back in ``If-Modified-Since``."""
        return self.headers.get("last-modified")


@dataclass(frozen=True)
class Answer(_Headed):
    """A body held in memory.

    Attributes:
        url: the address that answered, after redirects.
        status: 2xx, or 304 without content.
        headers: by name, case ignored.
        content: the body, unpacked.
    """

    content: bytes = b""

    def text(self) -> str:
        """Return the body as text: in the charset of its media type, else UTF-8, else Windows's western one."""
        named = _message(self.headers).get_content_charset()
        for charset in filter(None, (named, "utf-8-sig")):
            try:
                return self.content.decode("utf-8-sig" if charset == "utf-8" else charset)
            except (UnicodeError, LookupError):
                continue
        return self.content.decode("cp1252", "replace")

    def json(self) -> Any:  # noqa: ANN401
        """Return the body read as JSON (RFC 8259: in UTF-8, without NaN or Infinity).

        Raises:
            BadAnswer: it is something else; a web page is told apart.
        """
        try:
            return json.loads(self.content.decode("utf-8-sig"), parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as err:
            code = "web-html" if self._is_html() else "web-not-json"
            raise BadAnswer(code, host=urlsplit(self.url).hostname) from err

    def _is_html(self) -> bool:
        start = self.content[:500].lstrip().lower()
        return "html" in self.media_type or start.startswith((b"<!doctype html", b"<html"))


@dataclass(frozen=True)
class Download(_Headed):
    """A body written to a file. On 304 nothing was written: no size, no checksum.

    Attributes:
        size: bytes written.
        sha256: of these bytes, in hexadecimal.
    """

    size: int = 0
    sha256: str = ""

    @property
    def file_name(self) -> str:
        """A name that is safe in a folder: the server's (RFC 6266), else the address's; may be empty."""
        message = _message(self.headers)
        for candidate in (message.get_filename() or "", unquote(urlsplit(self.url).path)):
            name = _safe(candidate)
            if name:
                return name
        return ""


def _message(headers: Mapping[str, str]) -> Message:
    """The headers of content, for the standard library's reader of their parameters."""
    message = Message()
    for name in ("content-type", "content-disposition"):
        if name in headers:
            message[name] = _utf8(headers[name].replace("\r", " ").replace("\n", " "))
    return message


def _utf8(text: str) -> str:
    """A header as servers write it: in UTF-8, which HTTP's libraries read as latin-1."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _safe(name: str) -> str:
    last = NOT_IN_NAMES.sub(" ", name.replace("\\", "/")).rstrip("/").rpartition("/")[2].strip(" .")
    if len(last) <= LONGEST_NAME:
        return last
    path = PurePosixPath(last)
    return path.stem[: LONGEST_NAME - LONGEST_SUFFIX] + path.suffix[:LONGEST_SUFFIX]


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
