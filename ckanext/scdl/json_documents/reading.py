"""From bytes to JSON values, within bounds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from ckanext.scdl.exceptions import UnreadableFile

# Read as a whole: objects take up to some twenty times their text.
LARGEST = 30 * 1024 * 1024
# A feature has three objects, a point one list: far more of them than text is a trick.
MOST_OBJECTS = 1_000_000
MOST_LISTS = 3_000_000
MEGABYTE = 1024 * 1024
# A GeoJSON multipolygon's numbers lie nine deep.
DEEPEST = 50
HEAD = 65_536
MARKS = b" \t\r\n\xef\xbb\xbf"


def looks_like_geojson(source: Path | bytes) -> bool:
    """Whether a file begins as GeoJSON does. An absent file does not."""
    start = _begin(source)
    return start.startswith(b"{") and any(word in start for word in (b'"FeatureCollection"', b'"features"'))


def looks_like_json(source: Path | bytes) -> bool:
    """Whether a file begins as a JSON object or list does."""
    return _begin(source).startswith((b"{", b"["))


def opened(path: Path) -> bytes:
    """Return a file's content, or as much of it as shows that it is too large.

    Raises:
        UnreadableFile: there is no such file.
    """
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as err:
        raise UnreadableFile("file-not-found", path=str(path)) from err


def read(content: bytes) -> Any:  # noqa: ANN401
    """Read a JSON document (RFC 8259).

    Raises:
        UnreadableFile: it is too large, too deep, not in UTF-8, or no JSON.
    """
    if len(content) > LARGEST:
        raise UnreadableFile("file-too-large", limit=LARGEST // MEGABYTE)
    if content.count(b"{") > MOST_OBJECTS or content.count(b"[") > MOST_LISTS:
        raise UnreadableFile("suspicious-file")
    try:
        value = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except UnicodeDecodeError as err:
        raise UnreadableFile("broken-json.encoding") from err
    except json.JSONDecodeError as err:
        raise UnreadableFile("broken-json", row=err.lineno, column=err.colno) from err
    except RecursionError as err:
        raise UnreadableFile("broken-json.deep") from err
    except ValueError as err:
        # NaN, Infinity, or a number of thousands of digits.
        raise UnreadableFile("broken-json.number") from err
    if _deeper_than(value, DEEPEST):
        raise UnreadableFile("broken-json.deep")
    return value


def _begin(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source[:HEAD].lstrip(MARKS)
    try:
        with source.open("rb") as file:
            return file.read(HEAD).lstrip(MARKS)
    except OSError:
        return b""


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def _deeper_than(value: Any, limit: int) -> bool:  # noqa: ANN401
    """Level by level, since a hostile document would exhaust a recursion."""
    level = [value]
    for _ in range(limit):
        level = [
            each
            for above in level
            if isinstance(above, (dict, list))
            for each in (above.values() if isinstance(above, dict) else above)
            if isinstance(each, (dict, list))
        ]
        if not level:
            return False
    return True
